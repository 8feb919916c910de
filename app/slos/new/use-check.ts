"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { problemIn, send } from "@/app/_send";
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
