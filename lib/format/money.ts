import { THIN } from "./percent";

const MINUS = "\u2212";

/** "1,234.56 USD" of millionths, rounded half up: exact to the cent, because tables add up. */
export function money(micros: number, currency: string): string {
  const cents = Math.floor((Math.abs(micros) + 5_000) / 10_000);
  const sign = micros < 0 && cents > 0 ? MINUS : "";
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${whole}.${String(cents % 100).padStart(2, "0")}${THIN}${currency}`;
}

/** "0.0075 USD": a price with every digit that it has, and two at least. */
export function unitPrice(micros: number, currency: string): string {
  const [whole = "0", part = ""] = (micros / 1_000_000).toFixed(6).split(".");
  const digits = part.replace(/0+$/, "").padEnd(2, "0");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${digits}${THIN}${currency}`;
}

/** "1,234.5 GB", "9,120 × 10k requests": how much was billed, in the unit of its price; three figures where it is no whole. */
export function amountOfUnits(quantity: number, unit: string): string {
  const short = quantity >= 100 ? Math.round(quantity) : Number(quantity.toPrecision(3));
  const [whole = "0", part] = String(short).split(".");
  const figure = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${part === undefined ? "" : `.${part}`}`;
  const isPlain = /^\d/.test(unit) === false;
  return isPlain ? `${figure}${THIN}${plural(unit, quantity)}` : `${figure} × ${unit}`;
}

const plural = (unit: string, quantity: number): string =>
  quantity === 1 || /^[A-Z]{2}/.test(unit) ? unit : `${unit}s`;
