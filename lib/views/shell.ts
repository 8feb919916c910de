import "server-only";
import type { Actor, Reader } from "@/lib/auth/actor";
import { engines } from "@/lib/engines";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { msOf } from "@/lib/slo/window";
import { countOpenBreaches } from "@/lib/store/breaches";
import { progressOfAll } from "@/lib/store/cursors";
import { type Database, database } from "@/lib/store/database";
import { engineStates } from "@/lib/store/engine-state";
import { generatedSpans } from "@/lib/store/generated-spans";
import { type Problem, problems } from "@/lib/store/problems";
import { type AdrIndex, adrIndex } from "./adr-index";
import { backfillOfAll } from "./backfill";
import { type DeafTarget, deafTargets } from "./deaf-targets";
import { type EngineView, engineViewOf, slosByEngine } from "./engine-view";
import { type Ranked, ranking } from "./ranking";
import { openItems } from "./review-items";
import { revisitQueue } from "./revisit-queue";
import { type CountedView, countedViews } from "./saved-views";

export type { Problem } from "@/lib/store/problems";

export type { EngineView } from "./engine-view";

/** What every page shows around its own content. Times are ISO 8601 UTC. */
export type ShellView = {
  now: string;
  /** Who reads, and what they may do: pages show or hide editing by it, commands decide for themselves. */
  actor: Pick<Actor, "kind" | "name" | "role" | "services">;
  /** The default one. */
  engine: EngineView;
  /** The others of ENGINES_FILE. */
  otherEngines: EngineView[];
  /** End of the last minute that is counted for every SLO. */
  ledgerFinalTo: string | null;
  /** `today`: what the review still has to go through. */
  counts: { today: number; slos: number; openBreaches: number; decisions: number; revisits: number };
  /** Views of the list that the reader, or everybody, keeps. */
  savedViews: CountedView[];
  problems: Problem[];
  /** Who does not take the alerts that are sent to them. */
  deafTargets: DeafTarget[];
  /** Spans of history that were generated for the demo, not measured. */
  generated: { from: string; to: string; note: string }[];
  /** Set while history is being counted: how many SLOs are done, and the share of all of it. */
  backfill: { done: number; total: number; share: number } | null;
};

const iso = (ms: number): string => new Date(ms).toISOString();

export async function shellView(reader: Reader, now: Date): Promise<ShellView> {
  const db = database();
  const adrs = await adrIndex();
  const all = ranking(db, now);
  const progress = progressOfAll(db);
  const cursors = all.map(({ slo }) => progress.get(slo.sliId) ?? null);
  const counted = cursors.flatMap((cursor) => (cursor && cursor.error === null ? [cursor.liveMinute] : []));
  return {
    now: now.toISOString(),
    actor: { kind: reader.kind, name: reader.name, role: reader.role, services: reader.services },
    ...engineViews(db, all),
    ledgerFinalTo: counted.length > 0 ? iso(msOf(counted.reduce((a, b) => Math.min(a, b)))) : null,
    counts: {
      today: openItems(db, adrs, now),
      slos: all.length,
      openBreaches: countOpenBreaches(db),
      decisions: adrs.records.reduce((sum, record) => sum + record.decisions.length, 0),
      revisits: revisitQueue(db, adrs, now).length,
    },
    savedViews: countedViews(adrs, all, reader, now),
    problems: [...problems(db), ...adrProblems(adrs), ...strays(adrs, all)],
    deafTargets: deafTargets(db),
    generated: generatedSpans(db).map(({ fromAt, toAt, note }) => ({ from: iso(fromAt), to: iso(toAt), note })),
    backfill: backfillOfAll(cursors),
  };
}

function engineViews(db: Database, all: readonly Ranked[]): Pick<ShellView, "engine" | "otherEngines"> {
  const states = engineStates(db);
  const slos = slosByEngine(all.map(({ slo }) => slo));
  const [engine, ...otherEngines] = engines().map((each) =>
    engineViewOf(each, states.get(each.name), slos.get(each.name) ?? 0),
  );
  return { engine: engine ?? { ...NO_ENGINE, slos: slos.get(DEFAULT_ENGINE) ?? 0 }, otherEngines };
}

const NO_ENGINE = {
  name: "no engine",
  state: "silent",
  lastAnswerAt: null,
  message: "PROMETHEUS_URL is not set, so nothing is counted.",
} as const;

const adrProblems = (adrs: AdrIndex): Problem[] => [
  ...adrs.problems.map(({ path, message }) => ({
    subject: path,
    message,
    wayOut: "Mend the file or ADR_DIR; it is read again at once.",
  })),
  ...adrs.records.flatMap((record) =>
    record.problems.map(({ message, line }) => ({
      subject: line === null ? record.path : `${record.path}:${line}`,
      message,
      wayOut: "Mend the file; it is read again at once.",
    })),
  ),
];

const MOST_STRAYS = 20;

/** SLOs that point at a decision that no record holds. */
function strays(adrs: AdrIndex, all: readonly Ranked[]): Problem[] {
  const wayOut = "Mend plumbline.dev/decision in its file, or ADR_DIR.";
  const found = all.flatMap(({ slo, target }): Problem[] => {
    const decision = adrs.link(target.decisionPath, target.decisionId);
    const message = `points at ${decision?.path}#${decision?.id}, and no record holds that decision.`;
    return decision?.missing ? [{ subject: slo.id, message, wayOut }] : [];
  });
  const more = found.length - MOST_STRAYS;
  if (more <= 0) return found;
  const rest = { subject: `${more} more`, message: "point at decisions that no record holds.", wayOut };
  return [...found.slice(0, MOST_STRAYS), rest];
}
