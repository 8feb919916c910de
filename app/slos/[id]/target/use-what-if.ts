"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Problem, problemIn, RequestRefused } from "@/app/_send";
import type { TargetTerms } from "@/lib/slo/target-draft";
import type { WhatIfView } from "@/lib/views/what-if";

const PAUSE_MS = 200;

/** What the terms would have come to, once typing pauses. The last answer stays, `asking`, until the next one is there. */
export function useWhatIf(
  id: string,
  terms: TargetTerms | null,
  first: WhatIfView,
): { view: WhatIfView; asking: boolean; problem: Problem | null } {
  const asked = usePaused(terms === null ? null : JSON.stringify(terms));
  const { data, isFetching, error } = useQuery({
    queryKey: ["what-if", id, asked],
    // An older question is given up where a newer one is asked.
    queryFn: ({ signal }) => ask(id, asked ?? "", signal),
    enabled: asked !== null,
    initialData: asked === JSON.stringify(first.proposal) ? first : undefined,
    staleTime: 30_000,
    placeholderData: (before) => before,
    retry: false,
    networkMode: "always",
  });
  const isTyping = asked !== null && terms !== null && asked !== JSON.stringify(terms);
  return { view: data ?? first, asking: isFetching || isTyping, problem: problemIn(error) };
}

async function ask(id: string, body: string, signal: AbortSignal): Promise<WhatIfView> {
  const response = await fetch(`/api/v1/slos/${encodeURIComponent(id)}/what-if`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body,
    signal,
  });
  const answer: unknown = await response.json();
  if (!response.ok)
    throw new RequestRefused({ detail: "It could not be tried.", ...(answer as object), status: response.status });
  return answer as WhatIfView;
}

function usePaused(value: string | null): string | null {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
