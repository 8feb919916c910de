import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { msOf } from "@/lib/slo/window";
import { countOpenBreaches } from "@/lib/store/breaches";
import { cursorOf } from "@/lib/store/cursors";
import { database } from "@/lib/store/database";
import { type EngineState, engineState } from "@/lib/store/engine-state";
import { generatedSpans } from "@/lib/store/generated-spans";
import { type Problem, problems } from "@/lib/store/problems";
import { activeSlos } from "@/lib/store/slos";
import { type AdrIndex, adrIndex } from "./adr-index";
import { sloRows } from "./slo-row";

export type { Problem } from "@/lib/store/problems";

/** What every page shows around its own content. Times are ISO 8601 UTC. */
export type ShellView = {
  now: string;
  engine: {
    /** Host and port of the engine. */
    name: string;
    /** `waiting`: nothing was asked yet. */
    state: "answering" | "silent" | "waiting";
    lastAnswerAt: string | null;
    message: string | null;
  };
  /** End of the last minute that is counted for every SLO. */
  ledgerFinalTo: string | null;
  counts: { today: number; slos: number; openBreaches: number; decisions: number };
  problems: Problem[];
  /** Spans of history that were generated for the demo, not measured. */
  generated: { from: string; to: string; note: string }[];
  backfill: { done: number; total: number; running: string[] } | null;
};

const iso = (ms: number): string => new Date(ms).toISOString();

export async function shellView(_reader: Reader, now: Date): Promise<ShellView> {
  const db = database();
  const adrs = await adrIndex();
  const rows = sloRows(db, adrs, now);
  const slos = activeSlos(db).map((slo) => ({ slo, cursor: cursorOf(db, slo.sliId) }));
  const counted = slos.flatMap(({ cursor }) => (cursor && cursor.error === null ? [cursor.liveMinute] : []));
  const running = slos.filter(({ cursor }) => cursor && !cursor.replayed);
  return {
    now: now.toISOString(),
    engine: engineView(engineState(db)),
    ledgerFinalTo: counted.length > 0 ? iso(msOf(Math.min(...counted))) : null,
    counts: {
      today: rows.filter((row) => row.verdict === "breached" || row.verdict === "at-risk" || row.verdict === "unknown")
        .length,
      slos: rows.length,
      openBreaches: countOpenBreaches(db),
      decisions: adrs.records.reduce((sum, record) => sum + record.decisions.length, 0),
    },
    problems: [...problems(db), ...adrProblems(adrs), ...strays(rows)],
    generated: generatedSpans(db).map(({ fromAt, toAt, note }) => ({ from: iso(fromAt), to: iso(toAt), note })),
    backfill:
      running.length > 0
        ? { done: slos.length - running.length, total: slos.length, running: running.map(({ slo }) => slo.name) }
        : null,
  };
}

function engineView(state: EngineState | null): ShellView["engine"] {
  const { prometheusUrl } = config();
  const name = prometheusUrl === null ? "no engine" : new URL(prometheusUrl).host;
  if (prometheusUrl === null)
    return { name, state: "silent", lastAnswerAt: null, message: "PROMETHEUS_URL is not set, so nothing is counted." };
  if (!state) return { name, state: "waiting", lastAnswerAt: null, message: null };
  return {
    name,
    state: state.error === null ? "answering" : "silent",
    lastAnswerAt: state.answeredAt === null ? null : iso(state.answeredAt),
    message: state.error,
  };
}

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

/** SLOs that point at a decision that no record holds. */
const strays = (rows: ReturnType<typeof sloRows>): Problem[] =>
  rows.flatMap(({ id, decision }) =>
    decision?.missing
      ? [
          {
            subject: id,
            message: `points at ${decision.path}#${decision.id}, and no record holds that decision.`,
            wayOut: "Mend plumbline.dev/decision in its file, or ADR_DIR.",
          },
        ]
      : [],
  );
