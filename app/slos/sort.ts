import type { ListSort, ListTerms } from "@/lib/slo/list-terms";
import { VERDICTS } from "@/lib/slo/verdict";
import type { SloListRow } from "@/lib/views/slos";

type Order = (a: SloListRow, b: SloListRow) => number;
type Figure = (row: SloListRow) => number | null;

const { compare } = new Intl.Collator("en", { numeric: true });
/** Two SLOs may share a name, none an id. */
const byId: Order = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const byName: Order = (a, b) => compare(a.name, b.name) || byId(a, b);

/** A budget that is gone already was gone first; one that holds never will be. */
const goneIn: Figure = ({ budget, exhaustedInSeconds }) =>
  budget.remaining !== null && budget.remaining <= 0 ? 0 : exhaustedInSeconds;
const left: Figure = ({ budget }) => budget.remaining;

/** In the direction that is asked for; what is not known comes last in both. */
const by =
  (figure: Figure, sign: number): Order =>
  (a, b) => {
    const [x, y] = [figure(a), figure(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (x - y);
  };

const ORDERS: Record<ListSort, (sign: number) => Order> = {
  need: (sign) => {
    const byVerdict: Order = (a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict);
    return (a, b) => sign * byVerdict(a, b) || by(goneIn, sign)(a, b) || by(left, sign)(a, b);
  },
  name: (sign) => (a, b) => sign * compare(a.name, b.name),
  service: (sign) => (a, b) => sign * compare(a.service, b.service),
  attainment: (sign) => by(({ attainment }) => attainment, sign),
  budget: (sign) => by(left, sign),
  coverage: (sign) => by(({ coverage }) => coverage, sign),
  gone: (sign) => by(goneIn, sign),
};

/** A total order: what is equal by what is asked for stands by name, then by id, in both directions. */
export function orderOf({ sort, order }: Pick<ListTerms, "sort" | "order">): Order {
  const asked = ORDERS[sort](order === "desc" ? -1 : 1);
  return (a, b) => asked(a, b) || byName(a, b);
}
