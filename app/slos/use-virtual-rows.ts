"use client";
import { defaultRangeExtractor, useWindowVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import type { Item } from "./items";

/** Heights of the style sheet, px. */
const ROW = 36;
const GROUP = 34;
/** A card's height differs with what it says: it is measured once it is drawn. */
const CARD = 104;
/** What the head that sticks to the top covers. */
const HEAD = 44;
const OVERSCAN = 6;
/** What a server draws, and a browser before it knows its own height. */
const FIRST_SCREEN = { width: 1440, height: 900 };

const CARDS = "(max-width: 900px)";
const useCards = (): boolean =>
  useSyncExternalStore(
    (told) => {
      const query = matchMedia(CARDS);
      query.addEventListener("change", told);
      return () => query.removeEventListener("change", told);
    },
    () => matchMedia(CARDS).matches,
    () => false,
  );

/** `top`: px below the first line; null: it follows the line before it, as on paper. */
export type Drawn = { index: number; top: number | null };
export type VirtualRows = {
  drawn: Drawn[];
  /** px of everything; null: as high as it gets. */
  total: number | null;
  measure: Virtualizer<Window, HTMLTableRowElement>["measureElement"] | undefined;
  scrollTo: (index: number) => void;
};

/** Which of many rows are drawn: those on the screen and a few beside it, and `kept`, which has the focus. On paper all are. */
export function useVirtualRows(items: readonly Item[], body: RefObject<HTMLElement | null>, kept: number): VirtualRows {
  const cards = useCards();
  const printing = usePrinting();
  const [scrollMargin, setScrollMargin] = useState(0);
  const virtual = useWindowVirtualizer<HTMLTableRowElement>({
    count: items.length,
    estimateSize: (index) => (items[index]?.kind === "group" ? GROUP : cards ? CARD : ROW),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: OVERSCAN,
    // Rows are drawn when the browser comes to it, not before it may scroll on.
    useFlushSync: false,
    initialRect: FIRST_SCREEN,
    initialOffset: 0,
    scrollMargin,
    scrollPaddingStart: HEAD,
    scrollPaddingEnd: ROW,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return kept < 0 || shown.includes(kept) ? shown : [...shown, kept].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights that were measured are none of another layout.
  useLayoutEffect(() => virtual.measure(), [cards]);
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const place = (): void => setScrollMargin(Math.round(element.getBoundingClientRect().top + scrollY));
    place();
    // Whatever stands above the list may grow.
    const watch = new ResizeObserver(place);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [body]);
  if (printing)
    return { drawn: items.map((_, index) => ({ index, top: null })), total: null, measure: undefined, scrollTo() {} };
  return {
    drawn: virtual.getVirtualItems().map(({ index, start }) => ({ index, top: start - scrollMargin })),
    total: virtual.getTotalSize(),
    measure: cards ? virtual.measureElement : undefined,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: "auto" }),
  };
}

function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser takes the page as it is right after it said so.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}
