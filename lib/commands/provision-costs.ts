import "server-only";
import { monthAt } from "@/lib/costs/month";
import { type Plan, readPlan } from "@/lib/costs/plan";
import { termsText } from "@/lib/costs/price-draft";
import { type Price, readPriceList } from "@/lib/costs/price-list";
import type { Fault } from "@/lib/costs/read-yaml";
import { type CostFile, readCostsFolder } from "@/lib/gateways/costs-folder";
import { minuteAt } from "@/lib/slo/window";
import { addAudit } from "@/lib/store/audit";
import { addPlan, allPlans } from "@/lib/store/cost-plans";
import { atomically, type Database } from "@/lib/store/database";
import { addPrice, allPrices, type StatedPrice } from "@/lib/store/prices";
import { addProblems, type Problem } from "@/lib/store/problems";
import { fileActor } from "./provision-target";

/**
 * Brings prices and plan in line with the files of COSTS_DIR: what they state otherwise than before is added, from the running
 * month on; what they state no more is withdrawn from then on. What somebody stated in the app stays on top until its file says
 * something new. A file with a mistake changes nothing. Returns what is wrong, which is also kept for every screen.
 */
export async function provisionCosts(db: Database, folder: string | null, now: Date): Promise<Problem[]> {
  if (folder === null) return [];
  const problems: Problem[] = [];
  const files = await readCostsFolder(folder).catch((error: Error) => {
    problems.push({
      subject: `COSTS_DIR ${folder}`,
      message: error.message,
      wayOut: "Mend COSTS_DIR and start again.",
    });
    return null;
  });
  if (files !== null)
    atomically(db, () => {
      const plan = planOf(files.plan, problems);
      if (plan !== undefined) savePlan(db, files.plan.name, plan, now);
      const prices = pricesOf(files.prices, problems);
      if (prices !== null) savePrices(db, files.prices.name, prices, now, problems);
    });
  atomically(db, () => addProblems(db, problems));
  return problems;
}

const tell = (name: string, faults: readonly Fault[], problems: Problem[]): void => {
  for (const { field, message, line } of faults) {
    const where = line === undefined ? "the file" : `line ${line} of the file`;
    const wayOut = `Mend ${where} and start again; what it stated before stays in force.`;
    problems.push({ subject: field ? `${name} ${field}` : name, message, wayOut });
  }
};

/** undefined: it cannot be told; null: there is none. */
function planOf({ name, text }: CostFile, problems: Problem[]): Plan | null | undefined {
  if (text === null) return null;
  const read = readPlan(text);
  if ("value" in read) return read.value;
  tell(name, read.faults, problems);
  return undefined;
}

function pricesOf({ name, text }: CostFile, problems: Problem[]): Price[] | null {
  if (text === null) {
    problems.push({ subject: name, message: "is not there", wayOut: "Write a price list, or leave COSTS_DIR out." });
    return null;
  }
  const read = readPriceList(text);
  if ("value" in read) return read.value;
  tell(name, read.faults, problems);
  return null;
}

function savePlan(db: Database, source: string, plan: Plan | null, now: Date): void {
  const last = allPlans(db).at(-1);
  if (JSON.stringify(last?.plan ?? null) === JSON.stringify(plan)) return;
  const from = runningMonth(plan?.timeZone ?? last?.plan?.timeZone ?? "UTC", now);
  addPlan(db, { source, plan, from, createdAt: now.getTime() });
  audit(
    db,
    source,
    "plan.changed",
    source,
    `${source} ${plan ? "says" : "does not say any more"} what is billed, from ${from} on.`,
    { before: last?.plan ?? null, after: plan },
    now,
  );
}

function savePrices(db: Database, source: string, prices: readonly Price[], now: Date, problems: Problem[]): void {
  const all = allPrices(db);
  const timeZone = allPlans(db).findLast(({ plan }) => plan !== null)?.plan?.timeZone ?? "UTC";
  const running = runningMonth(timeZone, now);
  for (const price of prices) {
    const last = all.findLast(({ id }) => id === price.id);
    const lastOfFile = all.findLast(({ id, origin }) => id === price.id && origin === "file");
    if (last && (last.item !== price.item || last.unit !== price.unit || last.provider !== price.provider)) {
      const message = `${price.id} was stated for ${last.provider}, ${last.item}, by ${last.unit}`;
      problems.push({ subject: source, message, wayOut: "Give the other price another id." });
      continue;
    }
    if (lastOfFile && !lastOfFile.withdrawn && termsText(lastOfFile) === termsText(price)) continue;
    // Only the first list reaches back: what is added to it would else change the bills of months that have ended.
    const from = all.length > 0 && price.from < running ? running : price.from;
    stated(
      db,
      source,
      { ...price, from, withdrawn: false },
      last,
      last ? "Its file changed." : "Its file states it.",
      now,
    );
  }
  const named = new Set(prices.map(({ id }) => id));
  for (const id of new Set(all.map((each) => each.id))) {
    const last = all.findLast((each) => each.id === id);
    if (!last || named.has(id) || last.withdrawn) continue;
    stated(db, source, { ...last, from: running, withdrawn: true }, last, "Its file does not state it any more.", now);
  }
}

function stated(
  db: Database,
  source: string,
  price: Price & { withdrawn: boolean },
  before: StatedPrice | undefined,
  reason: string,
  now: Date,
): void {
  const { id, provider, item, unit, title, currency, tiers, why, from, withdrawn } = price;
  const { source: where, read, published, sureness, note } = price;
  const terms = { currency, tiers, why, source: where, read, published, sureness, note };
  const made = { id, provider, item, unit, title, from, withdrawn, ...terms };
  addPrice(db, { ...made, origin: "file", author: source, authorId: null, reason, createdAt: now.getTime() });
  const what = withdrawn ? "withdraws" : "states";
  audit(
    db,
    source,
    "price.changed",
    id,
    `${source} ${what} the price ${id} from ${from} on.`,
    {
      before: before ? { tiers: before.tiers, currency: before.currency } : null,
      after: withdrawn ? null : { tiers, currency },
    },
    now,
  );
}

const runningMonth = (timeZone: string, now: Date): string => monthAt(minuteAt(now.getTime()) + 1, timeZone).id;

function audit(
  db: Database,
  source: string,
  action: "price.changed" | "plan.changed",
  subjectId: string,
  summary: string,
  detail: object,
  now: Date,
): void {
  addAudit(db, fileActor(source), { action, subjectKind: "price", subjectId, summary, detail }, now);
}
