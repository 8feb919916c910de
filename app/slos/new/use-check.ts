"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { DraftIssue } from "@/lib/interop/slo-draft";
import type { PacksView } from "@/lib/views/packs";
import type { SloCheck } from "@/lib/views/slo-check";

const PAUSE_MS = 500;

/** Why the server refused; its `issues` name the fields. */
export type Problem = { status: number; detail: string; wayOut: string | null; issues: DraftIssue[] };

export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** @throws Refusal */
export async function send<Answer>(url: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal({
      status: 0,
      detail: "The server does not answer.",
      wayOut: "What was typed stays; try again.",
      issues: [],
    });
  }
  const answer = (await response.json().catch(() => ({}))) as Partial<Problem> & Answer;
  if (response.ok) return answer;
  throw new Refusal({
    status: response.status,
    detail: answer.detail ?? `The server answered ${response.status}.`,
    wayOut: answer.wayOut ?? null,
    issues: answer.issues ?? [],
  });
}

/** What the server makes of a body, asked when typing pauses. `behind`: of what was typed a moment ago. */
export function useCheck(body: Record<string, unknown>, enabled: boolean) {
  const text = JSON.stringify(body);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error, isFetching, isPlaceholderData } = useQuery<SloCheck, Error>({
    queryKey: ["slo-check", asked],
    queryFn: ({ signal }) => send<SloCheck>("/api/v1/slos/check", JSON.parse(asked), signal),
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    networkMode: "always",
  });
  return {
    check: data ?? null,
    refusal: error instanceof Refusal ? error.problem : null,
    behind: asked !== text || isFetching || isPlaceholderData,
  };
}

/** Which packs the engine has metrics for; nothing until it has said so. */
export function usePacks() {
  const { data } = useQuery<PacksView, Error>({
    queryKey: ["packs"],
    queryFn: async ({ signal }) => {
      const response = await fetch("/api/v1/packs", { signal, headers: { accept: "application/json" } });
      if (!response.ok) throw new Error(`/api/v1/packs answered ${response.status}`);
      return (await response.json()) as PacksView;
    },
    retry: 1,
    staleTime: 60_000,
    networkMode: "always",
  });
  return data ?? null;
}
