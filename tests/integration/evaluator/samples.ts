import { onTestFinished } from "vitest";
import { openMetrics, type Samples } from "../truth/open-metrics";
import { startEngine } from "./engine";

/** Scrapes in (from, to], minutes, each `every` seconds, a few seconds into the interval. Times in s. */
export const scrapes = (from: number, to: number, every = 15): number[] =>
  Array.from({ length: ((to - from) * 60) / every }, (_, i) => from * 60 + i * every + 3);

/** Without the scrapes in (from, to], minutes. */
export const outside = (at: readonly number[], from: number, to: number): number[] =>
  at.filter((second) => second <= from * 60 || second > to * 60);

type Labels = Record<string, string>;

/** What was scraped at each of the times. */
export const series = (
  name: string,
  labels: Labels,
  at: readonly number[],
  value: (second: number) => number,
): Samples => ({ name, labels, at, values: at.map(value) });

/** A counter that gains `perMinute` from `begin` on, minute by minute, over and above the 1000 it had. */
export const steady = (
  name: string,
  labels: Labels,
  at: readonly number[],
  begin: number,
  perMinute: number,
): Samples => series(name, labels, at, (second) => 1000 + Math.floor((second / 60 - begin) * perMinute));

export const up = (labels: Labels, at: readonly number[]): Samples => series("up", labels, at, () => 1);

/** The address of an engine that holds these samples until the test has finished. */
export async function engineOf(all: readonly Samples[]): Promise<string> {
  const byName = all.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const engine = await startEngine(openMetrics(byName));
  onTestFinished(() => engine.stop());
  return engine.url;
}
