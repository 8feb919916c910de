"use client";
import { useEffect, useState } from "react";

/** The server's time, going on from `now`: ages stay right on a machine whose clock is not. */
export function useServerTime(now: string, everySeconds = 1): number {
  const [clock, setClock] = useState({ now, passedMs: 0 });
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => setClock({ now, passedMs: performance.now() - began }), everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [now, everySeconds]);
  return Date.parse(now) + (clock.now === now ? clock.passedMs : 0);
}
