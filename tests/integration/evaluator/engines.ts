import { type Engine, EngineError } from "@/lib/gateways/prometheus";

/** Minutes [from, to] of one request. */
type Request = { promql: string; from: number; to: number };

/** An engine that keeps what it was asked for. */
export function listening(engine: Engine): Engine & { asked: Request[] } {
  const asked: Request[] = [];
  return {
    name: engine.name,
    asked,
    range(promql, from, to, step) {
      asked.push({ promql, from: from / 60, to: to / 60 });
      return engine.range(promql, from, to, step);
    },
  };
}

/** Two engines behind one name: the first answers until it is switched. */
export function switched(first: Engine, second: Engine): Engine & { switch(): void } {
  let current = first;
  return {
    name: first.name,
    switch() {
      current = second;
    },
    range: (...request) => current.range(...request),
  };
}

/** An engine that answers minute by minute, for so many minutes at a time and no more. */
export function narrow(engine: Engine, minutes: number): Engine & { refusals: number } {
  return {
    name: engine.name,
    refusals: 0,
    async range(promql, from, to, step) {
      if (step > 60 || (to - from) / step + 1 <= minutes) return engine.range(promql, from, to, step);
      this.refusals++;
      throw new EngineError("too-much", `${engine.name} refused the query: too many samples`);
    },
  };
}

/** An engine that does not answer when the request is the n-th, counted from 1, and `fails(n)` says so. */
export function unsteady(engine: Engine, fails: (n: number) => boolean): Engine & { failures: number } {
  let n = 0;
  return {
    name: engine.name,
    failures: 0,
    async range(...request) {
      if (!fails(++n)) return engine.range(...request);
      this.failures++;
      throw new EngineError("unreachable", `${engine.name} does not answer`);
    },
  };
}
