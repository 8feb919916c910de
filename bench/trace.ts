/** An event of Chromium's trace. `dur`: µs. */
type TraceEvent = { name: string; ph: string; pid: number; tid: number; dur?: number; args?: { name?: string } };

/**
 * The longest task of the main thread of the busiest page, ms: a browser has a process for each page and some to spare.
 */
export function longestTask({ traceEvents }: { traceEvents: readonly TraceEvent[] }): number {
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = new Map<string, { sum: number; longest: number }>();
  for (const { name, ph, pid, tid, dur = 0 } of traceEvents) {
    const thread = `${pid} ${tid}`;
    if (ph !== "X" || !mains.has(thread) || !/RunTask$/.test(name)) continue;
    const { sum, longest } = tasks.get(thread) ?? { sum: 0, longest: 0 };
    tasks.set(thread, { sum: sum + dur, longest: Math.max(longest, dur) });
  }
  const busiest = [...tasks.values()].sort((a, b) => b.sum - a.sum)[0];
  if (!busiest) throw new Error("the trace holds no task of a page");
  return busiest.longest / 1000;
}
