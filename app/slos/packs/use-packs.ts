"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useState } from "react";
import { type Problem, problemIn, RequestRefused } from "@/app/_send";
import type { PackOffer } from "@/lib/views/pack-offers";
import type { PackPreview } from "@/lib/views/pack-preview";
import type { PacksView } from "@/lib/views/packs";

const KEY = ["packs"];

async function read<View>(url: string, signal: AbortSignal): Promise<View> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as View;
  throw new RequestRefused({
    detail: `The server answered ${response.status}.`,
    ...(answer as object | null),
    status: response.status,
  });
}

/** Which packs an engine has metrics for; nothing until it has said so. `engine`: empty for the default one. `again`: asks anew. */
export function usePacks(engine = ""): { view: PacksView | null; problem: Problem | null; again: () => Promise<void> } {
  const client = useQueryClient();
  const { data, error } = useQuery<PacksView, Error>({
    queryKey: [...KEY, engine],
    queryFn: ({ signal }) =>
      read<PacksView>(engine === "" ? "/api/v1/packs" : `/api/v1/packs?${new URLSearchParams({ engine })}`, signal),
    retry: 1,
    staleTime: 60_000,
    networkMode: "always",
  });
  return {
    view: data ?? null,
    problem: problemIn(error),
    again: () => client.invalidateQueries({ queryKey: KEY }),
  };
}

/** Previews that are asked for at a time, of all that a page shows. */
const AT_A_TIME = 3;
const waiting: (() => void)[] = [];
let running = 0;

async function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  if (running >= AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await ask();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** Once it is in view, or nearly; at once where the browser cannot tell. */
export function useSeen(element: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (element.current === null || typeof IntersectionObserver === "undefined") return setSeen(true);
    const come = (entries: IntersectionObserverEntry[]): void => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      setSeen(true);
      watcher.disconnect();
    };
    const watcher = new IntersectionObserver(come, { rootMargin: "100px 0px" });
    watcher.observe(element.current);
    return () => watcher.disconnect();
  }, [element]);
  return seen;
}

/** What the last six hours of an offer held; asked for once it is `seen`. */
export function usePreview({ pack, labels, status, threshold, engine }: PackOffer, seen: boolean) {
  const terms = new URLSearchParams(Object.entries(labels).map(([label, value]) => [`label.${label}`, value]));
  if (status !== null) terms.set("status", status);
  if (threshold !== null) terms.set("threshold", String(threshold));
  if (engine !== undefined) terms.set("engine", engine);
  const url = `/api/v1/packs/${encodeURIComponent(pack)}/preview?${terms}`;
  const { data, error } = useQuery<PackPreview, Error>({
    queryKey: ["pack preview", url],
    queryFn: ({ signal }) => inTurn(() => read<PackPreview>(url, signal)),
    enabled: seen,
    retry: 1,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    networkMode: "always",
  });
  return { preview: data?.preview ?? null, problem: data?.problem ?? problemIn(error)?.detail ?? null };
}
