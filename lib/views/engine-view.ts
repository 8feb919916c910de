import "server-only";
import type { EngineSettings } from "@/lib/engines-file";
import { engineCalled } from "@/lib/gateways/prometheus";
import { engineOf, type Sli } from "@/lib/slo/sli";
import type { EngineState } from "@/lib/store/engine-state";

export type EngineView = {
  /** Host and port of the engine, after its name where it is one of several. */
  name: string;
  /** `waiting`: nothing was asked yet. */
  state: "answering" | "silent" | "waiting";
  /** ISO 8601 UTC. */
  lastAnswerAt: string | null;
  message: string | null;
  /** How many SLOs it counts. */
  slos: number;
};

/** What was last heard of one that is set up. */
export function engineViewOf(
  { url, access }: EngineSettings,
  state: EngineState | undefined,
  slos: number,
): EngineView {
  const own = { name: engineCalled(url, access), slos };
  if (!state) return { ...own, state: "waiting", lastAnswerAt: null, message: null };
  return {
    ...own,
    state: state.error === null ? "answering" : "silent",
    lastAnswerAt: state.answeredAt === null ? null : new Date(state.answeredAt).toISOString(),
    message: state.error,
  };
}

/** How many SLOs each engine counts, by its name. */
export function slosByEngine(slos: readonly { sli: Sli }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sli } of slos) counts.set(engineOf(sli), (counts.get(engineOf(sli)) ?? 0) + 1);
  return counts;
}
