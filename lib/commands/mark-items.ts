import "server-only";
import { type Actor, mustBeSignedIn, mustEdit, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { gravestOf } from "@/lib/slo/breach-kind";
import type { MarkDraft } from "@/lib/slo/review-draft";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { addFollowUp, closeFollowUp } from "@/lib/store/follow-ups";
import { addMark, markById, takenBackBy } from "@/lib/store/review-marks";
import { adrIndex } from "@/lib/views/adr-index";
import { dayOf, type Item, reviewItems, type Told, toldOf } from "@/lib/views/review-items";
import { mustBeDueLater } from "./make-follow-up";

type Given = MarkDraft["items"][number];

/** What became of each item, in the order that was asked for. `mark`: the id of its mark, of an earlier try where it was one. */
export type Marked = { items: { subject: string; state: string; mark: number; followUpId: number | null }[] };

const VERBS: Record<MarkDraft["what"], string> = {
  acknowledged: "acknowledged",
  "followed-up": "follows up",
  dismissed: "dismissed",
  noted: "noted on",
  "taken-back": "took back what was done with",
};

/**
 * Marks items of the review, all or none of them. What is no longer as it was seen is refused with what holds now; what the
 * same person did already, in a try whose answer was lost, is answered again.
 * @throws DomainError
 */
export async function markItems(actor: Actor, draft: MarkDraft, now: Date): Promise<Marked> {
  mustBeSignedIn(actor);
  const db = database();
  const adrs = await adrIndex();
  return atomicallyWhenFree(db, () => {
    const items = new Map(reviewItems(db, adrs, now).map((item) => [item.subject, item]));
    const told = toldOf(db, [...items.values()], now);
    const asked = draft.items.map((given) => ({ given, item: items.get(given.subject) }));
    // Taking back is judged by whose mark it is.
    if (draft.what !== "taken-back") for (const { item } of asked) if (item) mustMark(actor, item, draft.what);
    if (draft.followUp) mustBeDueLater(draft.followUp.dueDay, now);
    if (draft.what === "taken-back") return { items: asked.map((each) => takeBack(db, actor, each, now)) };
    const done = asked.map(({ given, item }) => item && doneAlready(draft, given, told(item), actor));
    const stale = asked.flatMap(({ given, item }, i) =>
      done[i] ? [] : staleness(given, item, item && told(item), draft),
    );
    if (stale.length > 0)
      throw new DomainError(
        "stale",
        stale.map(({ says }) => says).join(" "),
        "Nothing was changed. Look at what holds now, and do it again where it still fits.",
        { details: { present: stale.map(({ says: _, ...rest }) => rest) } },
      );
    return { items: asked.map(({ given, item }, i) => done[i] ?? mark(db, actor, draft, given, item, now)) };
  });
}

/** Anybody who is signed in may say something; everything else is for who may change what it is about. */
function mustMark(actor: Actor, { each, drift }: Item, what: MarkDraft["what"]): void {
  if (what === "noted") return;
  if (each && !drift) mustEdit(actor, each.slo.service);
  else mustReview(actor);
}

type Done = Marked["items"][number];

/** The same mark by the same person holds already. */
function doneAlready({ what, text, followUp }: MarkDraft, given: Given, told: Told, actor: Actor): Done | null {
  const { handled, notes } = told;
  const done = (mark: number, followUpId: number | null): Done => ({
    subject: given.subject,
    state: given.state,
    mark,
    followUpId,
  });
  if (what === "noted") {
    const same = notes.find((note) => note.authorId === actor.id && note.text === text);
    return same ? done(same.id, null) : null;
  }
  if (!handled || handled.what !== what || handled.authorId !== actor.id || (handled.text ?? "") !== (text ?? ""))
    return null;
  if (followUp?.text !== handled.followUp?.text || followUp?.owner !== handled.followUp?.owner) return null;
  return followUp?.dueDay === handled.followUp?.dueDay ? done(handled.id, handled.followUp?.id ?? null) : null;
}

type Stale = { says: string; subject: string; state: string | null; handled: object | null };

/** Why it cannot be marked as it was seen, with what holds now; nothing where it can. */
function staleness(given: Given, item: Item | undefined, told: Told | undefined, { what }: MarkDraft): Stale[] {
  const { subject, state, seen } = given;
  if (!item) return [{ says: `${subject} needs nobody any more.`, subject, state: null, handled: null }];
  const handled = told?.handled ?? null;
  const present = { subject, state: item.state, handled };
  const name = item.each?.slo.name ?? item.revisit?.record.title ?? subject;
  if (item.state !== state) return [{ says: `${name} is in another state than it was: ${item.state}.`, ...present }];
  if (what === "noted" || seen === undefined || (handled?.id ?? null) === seen) return [];
  const says = handled
    ? `${handled.by} was first: ${name} is ${handled.what.replace("-", " ")} since ${handled.at.slice(11, 16)} UTC.`
    : `What was done with ${name} holds no more.`;
  return [{ says, ...present }];
}

function mark(db: Database, actor: Actor, draft: MarkDraft, given: Given, item: Item | undefined, now: Date): Done {
  if (!item) throw new DomainError("not-found", `There is no item ${given.subject}.`);
  const { what, followUp } = draft;
  const by = { author: actor.name, authorId: actor.id ?? "", createdAt: now.getTime() };
  const followUpId = followUp ? addFollowUp(db, { ...followUp, ...by, ...aboutOf(item), origin: "review" }) : null;
  const text = draft.text || null;
  const { subject, state } = given;
  const id = addMark(db, { subject, state, what, text, followUpId, takesBack: null, ...by });
  tell(db, actor, what, item, { mark: id, state, text, followUp: followUp ?? null }, now);
  if (followUp && followUpId !== null)
    addAudit(
      db,
      actor,
      {
        action: "follow-up.made",
        subjectKind: "follow-up",
        subjectId: String(followUpId),
        summary: `${actor.name} noted for ${followUp.owner} by ${followUp.dueDay}: ${followUp.text}`,
        detail: { ...followUp, item: subject },
      },
      now,
    );
  return { subject, state, mark: id, followUpId };
}

/** Takes a mark back, and closes the follow-up that it began. */
function takeBack(
  db: Database,
  actor: Actor,
  { given, item }: { given: Given; item: Item | undefined },
  now: Date,
): Done {
  const { subject, state } = given;
  const found = given.mark === undefined ? null : markById(db, given.mark);
  if (!found || found.subject !== subject || found.what === "taken-back")
    throw new DomainError("not-found", `There is no mark ${given.mark} on ${subject}.`, "Look at what holds now.");
  if (!item)
    throw new DomainError("stale", `${subject} needs nobody any more, so there is nothing to take back.`, null, {
      details: { present: [{ subject, state: null, handled: null }] },
    });
  const isTheirs = found.authorId === (actor.id ?? "");
  // A note of one's own needs no right to take back; what others did, the right to do it.
  if (!isTheirs || found.what !== "noted") mustMark(actor, item, "taken-back");
  const earlier = takenBackBy(db, found);
  if (earlier !== null) return { subject, state, mark: earlier, followUpId: found.followUpId };
  const by = { author: actor.name, authorId: actor.id ?? "", createdAt: now.getTime() };
  const undone = { what: "taken-back", text: null, followUpId: null, takesBack: found.id };
  const id = addMark(db, { subject, state: found.state, ...undone, ...by });
  tell(db, actor, "taken-back", item, { mark: id, takesBack: found.id, what: found.what }, now);
  if (found.followUpId !== null && closeFollowUp(db, found.followUpId, actor.name, "Taken back.", now))
    addAudit(
      db,
      actor,
      {
        action: "follow-up.closed",
        subjectKind: "follow-up",
        subjectId: String(found.followUpId),
        summary: `${actor.name} took a follow-up back.`,
        detail: { item: subject },
      },
      now,
    );
  return { subject, state, mark: id, followUpId: found.followUpId };
}

function tell(db: Database, actor: Actor, what: MarkDraft["what"], item: Item, detail: object, now: Date): void {
  const name = item.each?.slo.name ?? item.revisit?.record.title ?? item.subject;
  const text = "text" in detail && typeof detail.text === "string" ? `: ${detail.text}` : "";
  addAudit(
    db,
    actor,
    {
      action: "review.marked",
      subjectKind: "review",
      subjectId: item.subject,
      summary: `${actor.name} ${VERBS[what]} ${name} (${item.kind}) in the review of ${dayOf(now)}${text}`,
      detail: { what, ...detail },
    },
    now,
  );
}

/** What a follow-up of an item is about. */
function aboutOf({ each, revisit, kind }: Item) {
  const record = revisit?.record;
  const open = each && (kind === "breached" || kind === "at-risk") ? gravestOf(each.open) : null;
  return {
    sloId: each?.slo.id ?? null,
    breachId: open?.id ?? null,
    decisionPath: record?.path ?? each?.target.decisionPath ?? null,
    decisionId: record ? (record.decisions[0]?.id ?? null) : (each?.target.decisionId ?? null),
  };
}
