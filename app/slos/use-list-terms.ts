"use client";
import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { type IgnoredTerm, type ListTerms, NO_TERMS, readTerms, TERM_NAMES, writeTerms } from "@/lib/slo/list-terms";

// Each term is text to nuqs: one grammar, in lib/slo/list-terms.ts, reads it here, on the server, and in kept views.
const TERMS = Object.fromEntries(TERM_NAMES.map((name) => [name, parseAsString])) as Record<
  (typeof TERM_NAMES)[number],
  typeof parseAsString
>;

type Terms = {
  terms: ListTerms;
  ignored: IgnoredTerm[];
  change: (change: Partial<ListTerms>) => void;
  /** Takes other terms as a whole, as a step that the browser's way back undoes. */
  take: (terms: ListTerms) => void;
  /** Leaves out what cannot be read. */
  tidy: () => void;
};

/** What the list is asked for, all of it in the address. */
export function useListTerms(): Terms {
  const [raw, setRaw] = useQueryStates(TERMS, { shallow: true });
  const { terms, ignored } = useMemo(() => readTerms(raw), [raw]);
  const change = useCallback(
    (change: Partial<ListTerms>) => void setRaw((now) => writeTerms({ ...readTerms(now).terms, ...change })),
    [setRaw],
  );
  const take = useCallback(
    (taken: ListTerms) => void setRaw(writeTerms({ ...NO_TERMS, ...taken }), { history: "push" }),
    [setRaw],
  );
  return { terms, ignored, change, take, tidy: () => change({}) };
}
