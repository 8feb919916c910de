"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { problemIn, send } from "@/app/_send";
import type { PacksView } from "@/lib/views/packs";
import type { SloCheck } from "@/lib/views/slo-check";

const PAUSE_MS = 500;

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
    queryFn: ({ signal }) => send<SloCheck>("POST", "/api/v1/slos/check", JSON.parse(asked), {}, signal),
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
    refusal: problemIn(error),
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
