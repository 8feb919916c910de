import "server-only";
import type { Actor, Reader } from "@/lib/auth/actor";
import { engineNamed } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { eventWords } from "@/lib/format/events";
import { shareInWords } from "@/lib/format/share-in-words";
import { breakdownOf, narrowedTo } from "@/lib/rules/breakdown";
import { attainmentQuery } from "@/lib/rules/shown-query";
import { ONE_VALUE, unfolded } from "@/lib/slo/contribution";
import { EARLIER_DEFINITION, isOfEarlierDefinition } from "@/lib/slo/earlier-definition";
import { DEFAULT_ENGINE, engineOf, publicKind } from "@/lib/slo/sli";
import { msOf } from "@/lib/slo/window";
import { type Breach, breachById } from "@/lib/store/breaches";
import { type ContributionRun, contributionsOf, isDead, type Snapshot } from "@/lib/store/contributions";
import { type Database, database } from "@/lib/store/database";
import { type Slo, sloById } from "@/lib/store/slos";
import { queryLink } from "./query-link";

/** A sentence in parts: what a machine reads is set apart. */
export type Said = { text: string; code?: true }[];

export type ContributionRowView = {
  values: string[];
  bad: number;
  total: number;
  badShare: number;
  totalShare: number;
  lift: number | null;
  /** It stands out, and did so by as much before the breach. */
  isAlwaysWorse: boolean;
  /** The SLI narrowed to this row, in the engine. */
  href: string | null;
};

export type ContributionView = {
  now: string;
  /** `none`: nobody has asked yet. */
  state: "none" | "running" | "done" | "failed" | "cancelled";
  /** Why it cannot be asked; null where it can. */
  cannot: string | null;
  mayAsk: boolean;
  /** What the bad events are called. */
  bad: string;
  running: { answered: number; questions: number; author: string } | null;
  /** Why the last one ended without a result. */
  error: string | null;
  kept: {
    askedAt: string;
    tookSeconds: number;
    author: string;
    from: string;
    to: string;
    /** Which minutes of a longer breach; null: all of it. */
    span: string | null;
    isPartial: boolean;
    /** Who stands out was compared with an earlier time, which `comparedWith` names. */
    isCompared: boolean;
    comparedWith: string;
    unanswered: string[];
    notAsked: Snapshot["notAsked"];
    verdict: Snapshot["verdict"]["kind"];
    /** "One pair stands out." */
    verdictWords: string;
    /** Who carries how much, for the top of the page; null where nobody stands out. */
    sentence: Said | null;
    tables: { labels: string[]; rows: ContributionRowView[]; folded: number; isConsequence: boolean }[];
  } | null;
};

const MOST_SHOWN = 25;

/** null where there is no such breach. */
export function contributionView(reader: Reader, now: Date, breachId: number): ContributionView | null {
  const db = database();
  const breach = Number.isSafeInteger(breachId) ? breachById(db, breachId) : null;
  const slo = breach && sloById(db, breach.sloId);
  return breach && slo ? contributionFor(db, reader, breach, slo, now) : null;
}

export function contributionFor(db: Database, reader: Actor, breach: Breach, slo: Slo, now: Date): ContributionView {
  const { latest, kept } = contributionsOf(db, breach.id);
  const threshold = slo.targets.find(({ version }) => version === breach.targetVersion)?.threshold ?? null;
  const isEarlier = isOfEarlierDefinition(breach, slo);
  const dead = latest !== null && isDead(latest, now);
  const { bad } = eventWords(publicKind(slo.sli));
  return {
    now: now.toISOString(),
    state: latest === null ? "none" : dead ? "failed" : latest.state,
    cannot: isEarlier ? EARLIER_DEFINITION : whyNot(slo, threshold),
    mayAsk: reader.kind !== "anonymous",
    bad,
    running:
      latest?.state === "running" && !dead
        ? { answered: latest.answered, questions: latest.questions, author: latest.author }
        : null,
    error: dead ? "The process that asked ended before it had an answer." : (latest?.error ?? null),
    kept: kept?.result ? keptView(kept, kept.result, slo, threshold, bad, isEarlier) : null,
  };
}

function whyNot(slo: Slo, threshold: number | null): string | null {
  const breakdown = breakdownOf(slo.sli, threshold);
  if (!breakdown.ok) return breakdown.because;
  const engine = engineOf(slo.sli);
  if (engineNamed(engine) !== null) return null;
  return engine === DEFAULT_ENGINE ? "no engine is configured" : `ENGINES_FILE holds no engine ${engine}`;
}

function keptView(
  run: ContributionRun,
  snapshot: Snapshot,
  slo: Slo,
  threshold: number | null,
  bad: string,
  isEarlier: boolean,
): ContributionView["kept"] {
  const query = attainmentQuery(slo.sli, threshold);
  const minutes = run.toMinute - run.fromMinute;
  const linkOf = (labels: readonly string[], values: readonly string[]): string | null => {
    if (isEarlier) return null;
    const matching = labels.map((label, i) => ({ label, value: values[i] ?? "" }));
    return queryLink(slo.sli, "Attainment", narrowedTo(query, matching), run.toMinute, minutes).href;
  };
  return {
    askedAt: new Date(run.startedAt).toISOString(),
    tookSeconds: ((run.endedAt ?? run.startedAt) - run.startedAt) / 1000,
    author: run.author,
    from: new Date(msOf(run.fromMinute)).toISOString(),
    to: new Date(msOf(run.toMinute)).toISOString(),
    span: snapshot.span,
    isPartial: snapshot.unanswered.length > 0,
    isCompared: snapshot.isCompared,
    comparedWith: snapshot.comparedWith,
    unanswered: snapshot.unanswered,
    notAsked: snapshot.notAsked,
    verdict: snapshot.verdict.kind,
    verdictWords: verdictInWords(snapshot),
    sentence: sentenceOf(snapshot, bad),
    tables: snapshot.tables.map(({ labels, rows, isConsequence, left }) => {
      const shown = unfolded(rows).slice(0, MOST_SHOWN);
      return {
        labels,
        isConsequence,
        rows: shown.map((row) => ({ ...row, href: linkOf(labels, row.values) })),
        folded: rows.length - shown.length + left,
      };
    }),
  };
}

function verdictInWords({ verdict, tables, unanswered, notAsked }: Snapshot): string {
  switch (verdict.kind) {
    case "value":
      return "One value stands out.";
    case "pair":
      return "One pair stands out.";
    case "several":
      return `${verdict.rows.length === 2 ? "Two" : "Several"} values stand out.`;
    case "always-worse":
      return "Who stands out did so before the breach as well: nobody is hit more than before.";
    case "too-few":
      return "Too few bad events to tell.";
    case "uniform":
      if (tables.every(({ isConsequence }) => isConsequence)) return "There is no label to break it down by.";
      // What was not asked may still carry it.
      return unanswered.length > 0 || notAsked.some(({ why }) => why !== ONE_VALUE)
        ? "No one stands out among the labels that were asked."
        : "No one stands out: the fault is uniform.";
  }
}

function sentenceOf({ verdict: { kind, labels, rows, setAside } }: Snapshot, bad: string): Said | null {
  if (kind === "too-few" || kind === "uniform" || rows.length === 0) return null;
  const share = (of: "badShare" | "totalShare"): string => shareInWords(rows.reduce((sum, row) => sum + row[of], 0));
  const verb = rows.length === 1 ? "carries" : "carry";
  const other = setAside.length > 0 ? "other " : "";
  const rest = ` ${verb} ${share("badShare")} of the ${other}${bad} on ${share("totalShare")} of the ${other}traffic`;
  const end = kind === "always-worse" ? `${rest}, and did so before the breach as well.` : `${rest}.`;
  const beside: Said =
    setAside.length > 0
      ? [{ text: "Beside " }, ...placesIn(labels, setAside.slice(0, 3)), { text: ", as bad before the breach, " }]
      : [];
  const [first, ...others] = [...beside, ...placesIn(labels, rows), { text: end }].filter(({ text }) => text !== "");
  return first ? [{ ...first, text: capital(first.text) }, ...others] : null;
}

/** "region us-east at route /products/:id and …" */
const placesIn = (labels: readonly string[], rows: readonly { values: string[] }[]): Said =>
  rows.flatMap(
    (row, i): Said => [
      ...(i === 0 ? [] : [{ text: i === rows.length - 1 ? " and " : ", " }]),
      ...labels.flatMap(
        (label, n): Said => [
          { text: `${n === 0 ? "" : " at "}${i === 0 ? label : ""}${i === 0 ? " " : ""}` },
          { text: row.values[n] || "(none)", code: true },
        ],
      ),
    ],
  );

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** @throws DomainError `not-found` */
export function mustBeThere<View>(view: View | null, id: string): View {
  if (view === null)
    throw new DomainError("not-found", `There is no breach "${id}".`, "GET /api/v1/breaches lists them.");
  return view;
}
