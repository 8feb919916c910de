/** An event of Chromium's trace. `dur`: µs on the clock; `tdur`: µs of the thread's own CPU. */
type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
};

/** ms, each the most of any task: on the clock, and of the thread's own CPU, which no other program can add to. */
export type LongestTask = { wall: number; cpu: number };

/**
 * The longest task of the main thread of the busiest page: a browser has a process for each page and some to spare.
 */
export function longestTask({ traceEvents }: { traceEvents: readonly TraceEvent[] }): LongestTask {
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = new Map<string, { sum: number; wall: number; cpu: number }>();
  for (const { name, ph, pid, tid, dur = 0, tdur = 0 } of traceEvents) {
    const thread = `${pid} ${tid}`;
    if (ph !== "X" || !mains.has(thread) || !/RunTask$/.test(name)) continue;
    const { sum, wall, cpu } = tasks.get(thread) ?? { sum: 0, wall: 0, cpu: 0 };
    tasks.set(thread, { sum: sum + dur, wall: Math.max(wall, dur), cpu: Math.max(cpu, tdur) });
  }
  const busiest = [...tasks.values()].sort((a, b) => b.sum - a.sum)[0];
  if (!busiest) throw new Error("the trace holds no task of a page");
  return { wall: busiest.wall / 1000, cpu: busiest.cpu / 1000 };
}
