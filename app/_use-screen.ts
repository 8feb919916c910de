"use client";
import { type UseQueryOptions, useQuery } from "@tanstack/react-query";

type Asked<View> = UseQueryOptions<View, Error, View, string[]>;

/** The newer of what the server painted and what was asked since. A failed refetch keeps the last figures; the shell says their age. */
export function useScreen<View extends { now: string }>(asked: Asked<View>, initial: View): View {
  const { data } = useQuery({ ...asked, initialData: () => initial });
  return data !== undefined && data.now >= initial.now ? data : initial;
}
