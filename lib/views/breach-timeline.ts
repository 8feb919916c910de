import "server-only";
import { targetStatement } from "@/lib/format/target";
import { day } from "@/lib/format/time";
import { CAUSES } from "@/lib/slo/cause";
import { minuteAt, msOf } from "@/lib/slo/window";
import { type Annotation, annotationsIn, lastChanges } from "@/lib/store/annotations";
import { type BreachEntry, entriesOfBreach } from "@/lib/store/breach-entries";
import { type Breach, breachesAround } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { followUpsOfBreach } from "@/lib/store/follow-ups";
import type { Slo } from "@/lib/store/slos";
import { alertEvents } from "./alert-events";
import { kindInWords } from "./breach-sentence";
import { plainEvent, type TimelineEvent } from "./timeline-event";

/** What is told of the time before a breach opened, min. */
const LEAD = 120;
/** Of each side of the opening. */
const MOST_ANNOTATIONS = 20;
const MOST_OTHERS = 20;
/** What happened so shortly before may be why, ms. */
const SHORTLY_BEFORE_MS = 30 * 60_000;

const iso = (ms: number): string => new Date(ms).toISOString();

/** What happened around a breach, oldest first. */
export function timelineOf(db: Database, breach: Breach, slo: Slo, now: Date): TimelineEvent[] {
  const until = breach.closedMinute ?? minuteAt(now.getTime());
  const from = breach.openedMinute - LEAD;
  const opened = slo.targets.find(({ version }) => version === breach.targetVersion);
  const events: TimelineEvent[] = [
    {
      ...plainEvent("opened", msOf(breach.openedMinute), "Breach opened"),
      detail: `${kindInWords(breach.kind)}${opened ? `, target ${targetStatement(opened, slo.sli)}` : ""}`,
    },
    ...(breach.closedMinute === null
      ? []
      : [{ ...plainEvent("closed", msOf(breach.closedMinute), "Breach closed"), detail: breach.closeReason }]),
    ...breachesAround(db, slo.service, from, until, MOST_OTHERS)
      .filter(({ breach: other }) => other.id !== breach.id)
      .map(({ breach: other, name }) => otherBreach(other, name, slo)),
    ...slo.targets
      .filter(({ inForceFrom }) => minuteAt(inForceFrom) >= from && minuteAt(inForceFrom) <= until)
      .map((target) => ({
        ...plainEvent("target", target.inForceFrom, `Target v${target.version}: ${targetStatement(target, slo.sli)}`),
        detail: target.reason,
      })),
    ...annotationsAround(db, breach, slo, now).map(annotated),
    ...alertEvents(db, breach, slo, LEAD, now),
    ...entriesOfBreach(db, breach.id).map(told),
    ...followUpsOfBreach(db, breach.id).map((each) => ({
      ...plainEvent("follow-up", each.createdAt, `Follow-up for ${each.owner}, due ${day(each.dueDay)}`),
      detail: `${each.text}${each.closedAt === null ? "" : ` Closed ${day(each.closedAt)} by ${each.closedBy}.`}`,
    })),
  ];
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function otherBreach(other: Breach, name: string, slo: Slo): TimelineEvent {
  const kind = kindInWords(other.kind);
  const what = other.sloId === slo.id ? `${kind} opened` : `${name}: ${kind.toLowerCase()}`;
  const closed = other.closedMinute === null ? "still open" : `closed ${iso(msOf(other.closedMinute)).slice(11, 16)}`;
  return {
    ...plainEvent("other-breach", msOf(other.openedMinute), what),
    detail: closed,
    href: `/breaches/${other.id}`,
  };
}

/** Of a long breach, what happened since must not crowd out what came before. */
function annotationsAround(db: Database, breach: Breach, slo: Slo, now: Date): Annotation[] {
  const { openedMinute, closedMinute } = breach;
  const place = { service: slo.service, sloId: slo.id };
  const opened = msOf(openedMinute);
  const until = closedMinute === null ? now.getTime() : msOf(closedMinute);
  const before = annotationsIn(db, place, msOf(openedMinute - LEAD), opened, MOST_ANNOTATIONS);
  const since = annotationsIn(db, place, opened + 1, until, MOST_ANNOTATIONS).filter(({ fromAt }) => fromAt > opened);
  return [...before, ...since];
}

const ANNOTATED = { deploy: "deploy", event: "event", note: "annotation" } as const;

function annotated({ kind, title, text, url, fromAt, author, generated }: Annotation): TimelineEvent {
  const isDeploy = kind === "deploy";
  return {
    ...plainEvent(ANNOTATED[kind], fromAt, isDeploy ? "Deploy" : title),
    code: isDeploy ? title : null,
    detail: [author, text].filter(Boolean).join(" · "),
    href: url !== null && /^https?:/i.test(url) ? url : null,
    generated,
  };
}

function told({ what, author, text, cause, createdAt }: BreachEntry): TimelineEvent {
  if (what === "acknowledged")
    return { ...plainEvent("acknowledged", createdAt, `${author} acknowledged`), detail: text };
  if (what === "note") return { ...plainEvent("note", createdAt, author), detail: text && `“${text}”` };
  const words = cause ? CAUSES[cause] : "Not known";
  return { ...plainEvent("cause", createdAt, `Cause: ${words}`), detail: [author, text].filter(Boolean).join(" · ") };
}

/** For each breach the deploy or event after which it opened shortly; null where there was none. */
export const changesBefore = (
  db: Database,
  breaches: readonly { openedMinute: number; slo: Pick<Slo, "id" | "service"> }[],
): (Annotation | null)[] =>
  lastChanges(
    db,
    breaches.map(({ openedMinute, slo: { id, service } }) => {
      const toMs = msOf(openedMinute);
      return { service, sloId: id, fromMs: toMs - SHORTLY_BEFORE_MS, toMs };
    }),
  );
