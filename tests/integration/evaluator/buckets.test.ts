import { expect, test } from "vitest";
import { countsIn, goodWithin } from "@/lib/slo/ledger";
import { catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { rowsOf } from "./ledger-rows";
import { engineOf, scrapes, series, steady, up } from "./samples";

const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const BEGIN = M - 90;
const ALL = scrapes(BEGIN, M + 5);
const COMES = M - 20;

test("a bucket that comes alone, with all that it ever counted, is no event of its minute, nor is it one when it goes", async () => {
  const of = (instance: string) => ({ job: "shop", instance });
  const shown = ALL.filter((second) => second > COMES * 60 && second <= (M - 10) * 60);
  const url = await engineOf([
    up(of("a"), ALL),
    up(of("b"), ALL),
    ...["a", "b"].flatMap((instance) => [
      steady("seconds_count", of(instance), ALL, BEGIN, 60),
      steady("seconds_bucket", { ...of(instance), le: "+Inf" }, ALL, BEGIN, 60),
      steady("seconds_bucket", { ...of(instance), le: "0.1" }, ALL, BEGIN, 20),
    ]),
    steady("seconds_bucket", { ...of("a"), le: "0.2" }, ALL, BEGIN, 40),
    series("seconds_bucket", { ...of("b"), le: "0.2" }, shown, (second) => 5000 + (second / 60 - BEGIN) * 40),
  ]);
  const latency = slo("latency", "good", 'seconds_bucket{job="shop",le="0.2"}', 'seconds_count{job="shop"}');
  const [oneStep, manySteps] = [worldOf(url, [latency]), worldOf(url, [latency])];
  for (const world of [oneStep, manySteps]) await catchUp(world, M - 40);
  await catchUp(oneStep, M);
  for (let minute = M - 39; minute <= M; minute++) await catchUp(manySteps, minute);
  expect(rowsOf(manySteps, "latency")).toEqual(rowsOf(oneStep, "latency"));
  const { ledger, edges } = ledgerOf(oneStep, "latency");
  const good = (from: number, to: number) => goodWithin(countsIn(ledger, from, to), edges, 0.2) ?? Number.NaN;
  expect(good(M - 39, COMES - 1)).toBe((COMES - 1 - (M - 39)) * 40);
  expect(good(COMES - 1, COMES + 1)).toBeLessThanOrEqual(2 * 80);
  expect(good(COMES + 1, M - 11)).toBe((M - 11 - COMES - 1) * 80);
  for (let minute = M - 11; minute <= M; minute++) expect(good(minute - 1, minute)).toBeGreaterThanOrEqual(40);
});
