"use client";
import { useEffect, useRef, useState } from "react";

/** Rows that are drawn anew within a frame, each a few tenths of a millisecond: a jump through a thousand stays fluent. */
const AT_ONCE = 5;

/**
 * Which of the rows that are wanted are drawn whole: those that were, and a few more in every frame. The first time all are,
 * and `first` always is.
 */
export function useGradually(wanted: readonly string[], first: string, all: boolean): ReadonlySet<string> {
  const drawn = useRef<ReadonlySet<string> | null>(null);
  const [, again] = useState(0);
  const whole = all || drawn.current === null ? new Set(wanted) : grown(drawn.current, wanted, first);
  const isDone = whole.size === wanted.length;
  useEffect(() => {
    drawn.current = whole;
    if (isDone) return;
    const frame = requestAnimationFrame(() => again((n) => n + 1));
    return () => cancelAnimationFrame(frame);
  });
  return whole;
}

/** What was drawn and is still wanted, `first`, and a few of what is new. */
export function grown(drawn: ReadonlySet<string>, wanted: readonly string[], first: string): ReadonlySet<string> {
  const missing = wanted.filter((key) => !drawn.has(key) && key !== first);
  const more = new Set(missing.slice(0, AT_ONCE));
  return new Set(wanted.filter((key) => drawn.has(key) || key === first || more.has(key)));
}
