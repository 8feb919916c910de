import "server-only";
import { type Actor, mustBeSignedIn } from "@/lib/auth/actor";
import { monthAt } from "@/lib/costs/month";
import { type PriceDraft, termsText } from "@/lib/costs/price-draft";
import { DomainError } from "@/lib/errors";
import { mayEditAll } from "@/lib/rights";
import { minuteAt } from "@/lib/slo/window";
import { addAudit } from "@/lib/store/audit";
import { allPlans } from "@/lib/store/cost-plans";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { addPrice, allPrices } from "@/lib/store/prices";

/**
 * States a price anew, from the running month or a later one on: months that have passed keep what billed them.
 * @throws DomainError `not-signed-in`, `not-allowed`, `not-found`, `stale`, `bad-input`
 */
export function changePrice(
  actor: Actor,
  id: string,
  draft: PriceDraft,
  now: Date,
): Promise<{ n: number; from: string }> {
  mustEditPrices(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const before = allPrices(db).findLast((each) => each.id === id);
    if (!before || before.withdrawn)
      throw new DomainError("not-found", `There is no price "${id}".`, "GET /api/v1/costs/prices lists them.");
    if (before.n !== draft.seen)
      throw new DomainError(
        "stale",
        `${before.author} has changed ${before.title} since.`,
        "Look at it again, then change it.",
        {
          details: { present: before.n },
        },
      );
    const timeZone = allPlans(db).findLast(({ plan }) => plan !== null)?.plan?.timeZone ?? "UTC";
    const running = monthAt(minuteAt(now.getTime()) + 1, timeZone).id;
    const from = draft.from ?? running;
    if (from < running) throw wrong("from", `has passed: a price changes from ${running} on`);
    if (termsText(before) === termsText(draft.terms) && before.from <= from)
      throw wrong("terms", "say what holds already");
    const { provider, item, unit, title } = before;
    const n = addPrice(db, {
      ...{ id, provider, item, unit, title, ...draft.terms, from },
      ...{ withdrawn: false, origin: "person", author: actor.name, authorId: actor.id },
      ...{ reason: draft.reason, createdAt: now.getTime() },
    });
    const said = ({ tiers, currency, source, read, sureness }: typeof before | typeof draft.terms) => ({
      ...{ tiers, currency, source, read, sureness },
    });
    addAudit(
      db,
      actor,
      {
        action: "price.changed",
        subjectKind: "price",
        subjectId: id,
        summary: `${actor.name} changed the price ${id} from ${from} on: ${draft.reason}`,
        detail: { before: said(before), after: said(draft.terms), from },
      },
      now,
    );
    return { n, from };
  });
}

/** Prices bill every service. @throws DomainError `not-signed-in`, `not-allowed` */
function mustEditPrices(actor: Actor): void {
  mustBeSignedIn(actor);
  if (!mayEditAll(actor))
    throw new DomainError(
      "not-allowed",
      `${actor.name} may not change prices.`,
      "Ask an admin to be made an editor of all services: prices bill all of them.",
    );
}

const wrong = (field: string, message: string): DomainError =>
  new DomainError("bad-input", `${field}: ${message}`, null, { details: { issues: [{ field, message }] } });
