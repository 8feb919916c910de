// Preloaded by a test (`node --import`), so that the product lives a quarter later without knowing of it.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const Real = globalThis.Date;
const now = () => Real.now() + shiftMs;

globalThis.Date = new Proxy(Real, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
  apply: () => new Real(now()).toString(),
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});
