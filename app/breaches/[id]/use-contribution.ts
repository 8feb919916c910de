"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Problem, problemIn, send } from "@/app/_send";
import type { ContributionView } from "@/lib/views/contribution";

const ASK_EVERY_MS = 700;

/** Who is hit: what is known, how far the asking is, and how it is begun and given up. */
export function useContribution(breachId: number, shown: ContributionView) {
  const queries = useQueryClient();
  const address = `/api/v1/breaches/${breachId}/contribution`;
  const [following, setFollowing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const follow = following || shown.state === "running";
  const { data, refetch } = useQuery({
    queryKey: ["contribution", breachId],
    queryFn: async ({ signal }) => {
      const response = await fetch(address, { signal, headers: { accept: "application/json" } });
      if (!response.ok) throw new Error(`${address} answered ${response.status}`);
      return (await response.json()) as ContributionView;
    },
    enabled: follow,
    refetchInterval: follow ? ASK_EVERY_MS : false,
    networkMode: "always",
  });
  const view = data !== undefined && data.now >= shown.now ? data : shown;
  const isOver = follow && data !== undefined && data.state !== "running" && shown.state !== "running";
  useEffect(() => {
    if (isOver) setFollowing(false);
  }, [isOver]);
  useEffect(() => {
    if (data !== undefined && data.state !== "running") void queries.invalidateQueries({ queryKey: ["screen"] });
  }, [data, queries]);
  const act = async (method: "POST" | "DELETE"): Promise<void> => {
    setProblem(null);
    try {
      await send(method, address, {});
      await refetch();
      setFollowing(true);
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    }
  };
  return { view, problem, ask: () => act("POST"), cancel: () => act("DELETE") };
}
