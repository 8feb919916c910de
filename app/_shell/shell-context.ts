"use client";
import { createContext, useContext } from "react";
import type { ShellView } from "@/lib/views/shell";

const ShellContext = createContext<ShellView | null>(null);

export const ShellProvider = ShellContext.Provider;

const NONE: ShellView["generated"] = [];

/** Spans of history that were generated for the demo: every picture says so where it shows one. */
export function useGenerated(): ShellView["generated"] {
  return useContext(ShellContext)?.generated ?? NONE;
}

/** Who reads this page and what they may do, to show or hide editing; null where reading is closed. */
export function useReader(): ShellView["actor"] | null {
  return useContext(ShellContext)?.actor ?? null;
}

const NO_VIEWS: ShellView["savedViews"] = [];

/** Views of the list of SLOs that the reader, or everybody, keeps. */
export function useSavedViews(): ShellView["savedViews"] {
  return useContext(ShellContext)?.savedViews ?? NO_VIEWS;
}
