import * as z from "zod";
import { OUTCOMES } from "@/lib/adr/outcome";
import type { revisitView } from "@/lib/views/revisit";
import { WHY } from "@/lib/views/revisit-queue";
import type { RevisitsView } from "@/lib/views/revisits";
import { answerOf, type Returned } from "./answer-of";
import { Amount } from "./costs";
import { at, count, DecisionLink, day, id, share, sliKind, verdict, words } from "./shapes";

const quarter = z.string().meta({ description: "2026-Q4" });
const outcome = z.enum(OUTCOMES);

const RevisitRow = z
  .strictObject({
    quarter,
    label: z.string(),
    state: z.enum(["open", "finished"]),
    startedAt: at,
    startedBy: z.string(),
    finishedAt: at.nullable(),
    agenda: count.meta({ description: "Decisions on it." }),
    decided: count,
  })
  .meta({ id: "RevisitRow" });
const QueuedDecision = z
  .strictObject({
    decision: DecisionLink,
    why: z.array(z.enum(WHY)),
    reasons: z.array(words).meta({ description: "A sentence for each of `why`." }),
    owner: z.string().nullable(),
    due: day.nullable(),
    overdueDays: z.number(),
    since: z.string().nullable().meta({ description: "Since when it has called for it, the longest of them." }),
    calledSince: z.string().nullable().meta({ description: "Since when its date or a trigger has called for it." }),
  })
  .meta({ id: "QueuedDecision", description: "A decision that calls for a revisit, and why." });

type Revisits = Pick<RevisitsView, "items" | "queue"> & { next: null; current: string };

export const Revisits = answerOf<Revisits>()(
  z.strictObject({
    items: z.array(RevisitRow),
    next: z.null().meta({ description: "The list has one page." }),
    current: quarter,
    queue: z.array(QueuedDecision).meta({ description: "What would be on the agenda now." }),
  }),
);

const ITS = {
  path: z.string(),
  id: z.string(),
  address: z.string().meta({ description: "docs/adr/0001-caching.md#d2" }),
  title: z.string(),
  record: z.string(),
  recordTitle: z.string(),
  href: z.string(),
  why: z.array(z.string()).meta({ description: "`added` where somebody put it there." }),
  reasons: z.array(z.string()),
  outcome: outcome.nullable(),
  missing: z.boolean().meta({ description: "No record holds it any more." }),
};
const AgendaItem = z.strictObject(ITS).meta({ id: "AgendaItem" });
const RevisitAction = z
  .strictObject({
    id,
    text: z.string(),
    owner: z.string(),
    dueDay: day,
    from: z.string(),
    decision: z.string(),
    closedAt: at.nullable(),
    closedNote: z.string().nullable(),
    said: z
      .strictObject({ what: z.enum(["closed", "kept"]), note: z.string(), author: z.string() })
      .nullable()
      .meta({ description: "What this meeting said of it." }),
  })
  .meta({ id: "RevisitAction" });
const RevisitNote = z.strictObject({ id, text: z.string(), author: z.string(), at }).meta({ id: "RevisitNote" });

const QuarterFigures = z
  .strictObject({
    label: z.string(),
    running: z.boolean().meta({ description: "It goes on, or went on, beyond the cut-off." }),
    attainment: share.nullable(),
    targets: z.array(z.string()).meta({ description: "Those that held in it, oldest first." }),
    remaining: z.number().nullable().meta({ description: "Of its budget; less than 0 where it is overspent." }),
    breaches: count,
    judgedSince: day
      .nullable()
      .meta({ description: "Since when minutes were judged for breaches, where that is not all of it." }),
    breachMinutes: z.number(),
    longestMinutes: z.number(),
    notObservedMinutes: z.number(),
    coverage: share,
  })
  .meta({ id: "QuarterFigures" });
const TargetEvidence = z
  .strictObject({
    slo: z.strictObject({ id: z.string(), name: z.string(), service: z.string(), kind: sliKind, window: z.string() }),
    verdict,
    reason: z.string().nullable(),
    statement: z.string().nullable(),
    inForce: z.string(),
    objective: share,
    drift: z.string().nullable(),
    quarters: z.array(QuarterFigures).meta({ description: "Oldest first; the last is the quarter of the revisit." }),
    days: z
      .strictObject({
        from: day,
        values: z.array(share.nullable()),
        steps: z.array(z.strictObject({ day: z.number(), objective: share })),
      })
      .meta({ description: "A share for each day, null where nothing is known, and the objectives that held." }),
  })
  .meta({ id: "TargetEvidence" });
const TriggerState = z
  .strictObject({
    id: z.string(),
    condition: words,
    standing: z.enum(["not-met", "holding", "met", "unknown", "not-evaluated", "faulty"]).meta({
      description: "`faulty`: what the record says of it cannot be used.",
    }),
    says: words.meta({ description: "What was measured, or why it is not known." }),
    lookedAt: at.nullable(),
    fired: z.strictObject({ at, reason: z.string(), answered: z.boolean() }).nullable(),
  })
  .meta({ id: "TriggerState" });
const BilledMonth = z
  .strictObject({
    month: z.string().meta({ description: "2026-11" }),
    isWhole: z.boolean(),
    coverage: share,
    with: Amount,
    without: Amount,
    benefit: Amount.nullable().meta({ description: "What this decision saves of it; null where costs do not tell." }),
  })
  .meta({ id: "BilledMonth" });
const Evidence = z
  .strictObject({
    cutOff: at.meta({ description: "The quarters end here." }),
    status: z.string(),
    gone: z.boolean().meta({ description: "It is superseded or retired in its record." }),
    date: z.string().nullable(),
    ageDays: z.number().nullable(),
    decisionMakers: z.array(z.string()),
    owner: z.string().nullable(),
    confidence: z.string().nullable(),
    every: z.string().nullable(),
    due: z.strictObject({ day: z.string().nullable(), by: z.enum(["record", "outcome"]) }),
    fileDue: z.string().nullable().meta({ description: "What the record says of the date, whichever holds." }),
    statements: z.array(words).meta({ description: "The promised sentences." }),
    targets: z.array(TargetEvidence),
    unmeasured: z
      .array(z.strictObject({ id: z.string(), slo: z.string(), statement: z.string().nullable() }))
      .meta({ description: "Promises that no SLO counts." }),
    triggers: z.array(TriggerState),
    cost: z
      .strictObject({ currency: z.string(), before: BilledMonth.nullable(), now: BilledMonth.nullable() })
      .nullable()
      .optional()
      .meta({
        description: "What is billed around it, when it was last decided of and now; left out in older evidence.",
      }),
    since: z.strictObject({
      from: at,
      why: z.enum(["revisit", "decision", "quarter"]),
      items: z.array(
        z.strictObject({
          at,
          kind: z.enum(["record", "target", "breach", "commit"]),
          text: words,
          href: z.string().nullable(),
        }),
      ),
    }),
    followUps: z.array(
      z.strictObject({
        id,
        text: z.string(),
        owner: z.string(),
        dueDay: day,
        origin: z.string(),
        closedAt: at.nullable(),
        closedNote: z.string().nullable(),
      }),
    ),
    last: z
      .strictObject({ quarter: z.string(), outcome: z.string(), reason: z.string(), at })
      .nullable()
      .meta({ description: "What the last revisit of an earlier quarter decided." }),
  })
  .meta({ id: "Evidence", description: "What a meeting sees of a decision: frozen once it has an outcome." });
const OutcomeRow = z
  .strictObject({
    id,
    outcome,
    word: words,
    reason: z.string(),
    names: z.array(z.string()),
    nextDue: day.nullable(),
    action: z
      .strictObject({ id, text: z.string(), owner: z.string(), dueDay: day, closedAt: at.nullable() })
      .nullable(),
    successor: z.strictObject({ title: z.string(), path: z.string() }).nullable(),
    author: z.string(),
    at,
    corrected: z.boolean().meta({ description: "A later one has taken its place." }),
    patch: z.string().nullable().meta({ description: "The address of what brings the record up to it." }),
  })
  .meta({ id: "OutcomeRow" });
const AgendaDecision = z
  .strictObject({
    ...ITS,
    evidence: Evidence.nullable(),
    frozenAt: at.nullable().meta({ description: "null while the evidence is live." }),
    notes: z.array(RevisitNote),
    outcomes: z.array(OutcomeRow).meta({ description: "Oldest first; the last one holds." }),
    etag: z.string(),
    suggested: z.strictObject({ nextDue: day, names: z.array(z.string()) }),
    targets: z.array(z.strictObject({ sloId: z.string(), name: z.string(), href: z.string() })),
  })
  .meta({ id: "AgendaDecision" });

export const Revisit = answerOf<Returned<typeof revisitView>>()(
  z
    .strictObject({
      now: at,
      quarter: z.strictObject({ id: quarter, label: z.string(), firstDay: day, lastDay: day }),
      state: z.enum(["not-started", "open", "finished"]),
      notNow: z.string().nullable().meta({ description: "Why it cannot be started; null where it can." }),
      startedAt: at.nullable(),
      startedBy: z.string().nullable(),
      finishedAt: at.nullable(),
      finishedBy: z.string().nullable(),
      cutOff: at.meta({ description: "Evidence is counted up to here." }),
      mayReview: z.boolean(),
      signedIn: z.boolean(),
      agenda: z.array(AgendaItem),
      decided: count,
      actions: z.strictObject({ label: z.string(), items: z.array(RevisitAction) }),
      notes: z.array(RevisitNote),
      others: z
        .array(z.strictObject({ address: z.string(), label: z.string() }))
        .meta({ description: "Decisions that could be added." }),
      current: AgendaDecision.nullable().meta({ description: "The decision that `d` asks for." }),
    })
    .meta({ id: "Revisit", description: "The meeting of a quarter." }),
);
