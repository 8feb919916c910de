import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const record = readFileSync("docs/adr/0038-one-process-serves-ten-thousand-slos-and-grows-by-more-of-them.md", "utf8");
const measured = (group: string, begins: string, holds = ""): number => {
  const { figures } = JSON.parse(readFileSync(`bench/results/${group}.json`, "utf8")) as {
    figures: { figure: string; measured: number }[];
  };
  const found = figures.find(({ figure }) => figure.startsWith(begins) && figure.includes(holds));
  if (!found) throw new Error(`${group} has no figure that begins with ${begins}`);
  return found.measured;
};

test("what the record on growing quotes was measured, and its arithmetic follows from it", () => {
  const tick = measured("engine", "our tick, 1000 SLOs, every 60 s");
  const rules = measured("engine", "generated rules, 1000 SLOs");
  const requests = measured("engine", "requests of a tick, 10000");
  const wall = measured("engine", "wall time of a tick, 10000");
  const [ratio, latency] = [measured("ledger", "size of a ratio"), measured("ledger", "size of a latency")];
  const seasoned = measured("scale", "our CPU of a tick", "of 1000 SLOs");
  const [year, twoYears] = [265, 630].map((days) => 8 * 1440 + 92 * 288 + days * 24) as [number, number];
  for (const [title, said] of [
    ["engine's CPU of a tick", `${tick.toFixed(3)} s`],
    ["of generated rules", `${rules.toFixed(2)} s`],
    ["requests", `| ${requests.toLocaleString("en")} |`],
    ["whole tick", `| ${wall.toFixed(1)} s |`],
    ["ratio SLO and year", `${ratio.toFixed(3)} MB`],
    ["latency SLO and year", `${latency.toFixed(3)} MB`],
    ["rows", `${twoYears.toLocaleString("en")}; in the first year`],
    ["a row", `${((ratio * 1e6) / year).toFixed(1)} B, with eleven buckets`],
    ["a row of a latency", `= ${((latency * 1e6) / year).toFixed(1)} B`],
    ["two years", `are ${((ratio * twoYears) / year).toFixed(2)} and ${((latency * twoYears) / year).toFixed(2)} MB`],
    ["engine's cores", `| ${((tick * 100) / 60).toFixed(1)} | ${((tick * 1000) / 60).toFixed(1)} |`],
    ["cores of rules", `| ${((rules * 100) / 60).toFixed(0)} | ${((rules * 1000) / 60).toFixed(0)} |`],
    ["our CPU", `| ${((seasoned * 10) / 60).toFixed(2)} | ${((seasoned * 100) / 60).toFixed(1)} |`],
    ["the wall by CPU", `= ${(Math.round(60 / seasoned) * 1000).toLocaleString("en")} SLOs`],
    ["the wall by a whole tick", `= ${(Math.floor(600 / wall) * 1000).toLocaleString("en")}`],
  ] as const)
    expect(record, title).toContain(said);
});
