"use client";
import { useQuery } from "@tanstack/react-query";
import { screens } from "@/app/_queries";
import type { SlosView } from "@/lib/views/slos";
import type { FirstPaint } from "./arrange";

type Rows = {
  /** Every row; null while the rest of a long list is asked for. */
  view: SlosView | null;
  /** The rest could not be had. */
  failed: boolean;
  again: () => void;
};

/** All rows: those that came with the page where it brought them all, else those that are asked for at once. */
export function useRows(initial: FirstPaint): Rows {
  const brought = initial.view;
  const { data, isError, refetch } = useQuery({
    ...screens.slos(),
    ...(brought === null ? {} : { initialData: () => brought }),
    // A thousand rows are compared with those before faster by drawing the thirty on the screen.
    structuralSharing: false,
  });
  const view = data === undefined || (brought !== null && brought.now > data.now) ? brought : data;
  return { view, failed: view === null && isError, again: () => void refetch() };
}
