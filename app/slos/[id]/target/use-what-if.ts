"use client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Problem, problemIn, RequestRefused, send } from "@/app/_send";
import type { TrialDraft } from "@/lib/slo/target-draft";
import type { WhatIfView } from "@/lib/views/what-if";

const PAUSE_MS = 200;
const AGAIN_MS = 15_000;

/** `asking`: of what was typed a moment ago; `behind`: of what was tried last, as this cannot be read or was not answered. */
type State = "answered" | "asking" | "behind";
export type Tried = { view: WhatIfView; state: State; problem: Problem | null };

/** What a trial comes to hangs on the target that it is held against and on the last minute that is counted, too. */
export const whatIfQuery = (id: string, etag: string, to: string | null, trial: string) =>
  queryOptions({
    queryKey: ["what-if", id, etag, to, trial],
    // An older question is given up where a newer one is asked.
    queryFn: ({ signal }) =>
      send<WhatIfView>("POST", `/api/v1/slos/${encodeURIComponent(id)}/what-if`, JSON.parse(trial), {}, signal),
    staleTime: 30_000,
    retry: false,
    refetchInterval: ({ state }) => (isPassing(state.error) ? AGAIN_MS : false),
    networkMode: "always",
  });

/** Whether the same may well be answered a little later. */
function isPassing(error: Error | null): boolean {
  if (!(error instanceof RequestRefused)) return error !== null;
  const { status } = error.problem;
  return status === 0 || status === 429 || status >= 500;
}

/** What a trial would have come to, once typing pauses. The last answer stays until the next one is there. */
export function useWhatIf(id: string, trial: TrialDraft | null, etag: string, first: WhatIfView): Tried {
  const typed = trial && JSON.stringify(trial);
  const asked = usePaused(typed);
  const begun = JSON.stringify({ ...first.proposal, effectiveFrom: null });
  const { data, isPlaceholderData, error } = useQuery({
    ...whatIfQuery(id, etag, first.tried?.to ?? null, asked ?? ""),
    enabled: asked !== null,
    initialData: () => (asked === begun ? first : undefined),
    placeholderData: (before) => before,
  });
  const [last, setLast] = useState(first);
  if (data !== undefined && data !== last) setLast(data);
  const state = stateOf({ typed, asked, isAnswered: data !== undefined && !isPlaceholderData, error });
  return { view: data ?? last, state, problem: state === "behind" && typed !== null ? problemOf(error) : null };
}

type Standing = { typed: string | null; asked: string | null; isAnswered: boolean; error: Error | null };

/** How the figures at hand stand to what is typed. */
export function stateOf({ typed, asked, isAnswered, error }: Standing): State {
  if (typed === null) return "behind";
  if (typed !== asked) return "asking";
  // A later failure takes nothing from an answer to the same question.
  if (isAnswered) return "answered";
  return error === null ? "asking" : "behind";
}

function problemOf(error: Error | null): Problem | null {
  const problem = problemIn(error);
  if (!problem || !isPassing(error)) return problem;
  return {
    ...problem,
    detail: `It could not be tried: ${problem.detail}`,
    wayOut: "The figures are of what was tried before. It is tried again by itself; what you type stays.",
  };
}

function usePaused(value: string | null): string | null {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
