"use client";
import { useQuery } from "@tanstack/react-query";
import { screens } from "@/app/_queries";
import type { DecisionHistoryView } from "@/lib/views/decision-history";

export type AskedHistory = { view: DecisionHistoryView | null; failed: boolean };

/** Asked once the record is shown, so that no page waits for git. */
export function useHistory(path: string): AskedHistory {
  const { data, isError } = useQuery({ ...screens.decisionHistory(path), refetchInterval: false });
  return { view: data ?? null, failed: isError && !data };
}
