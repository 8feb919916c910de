import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";
import { breakdownOf } from "@/lib/rules/breakdown";
import { type Demo, startDemo } from "@/storefront/demo";
import { sendToDemo } from "@/storefront/remote";
import { REGIONS, ROUTES } from "@/storefront/shop";
import { seed, seeded } from "./seeded";

/** How many faults are planted, one after another, a bit over a minute each. */
const PLANTS = Number(process.env.CULPRIT_PLANTS || 20);
/** A whole minute is asked for, and a scrape has to be on either side of it. */
const FAULT_SECONDS = 62;

const dataDir = mkdtempSync(path.join(tmpdir(), "culprit-"));
const demoDir = path.join(dataDir, "demo");
const crashes: string[] = [];
let demo: Demo | undefined;

beforeAll(async () => {
  demo = await startDemo({
    dataDir,
    appPort: 9,
    env: {
      ...process.env,
      DEMO_HISTORY_DAYS: "2",
      DEMO_LEDGER_DAYS: "3",
      DEMO_SCRAPE_INTERVAL: "5s",
      // A pair of a rare route and a rare region has a few requests in a hundred.
      DEMO_REQUESTS_PER_SECOND: "100",
    },
    say: () => undefined,
    onCrash: (line) => crashes.push(line),
  });
  process.env.PROMETHEUS_URL = demo.prometheusUrl;
  process.env.DATA_DIR = dataDir;
});
afterAll(async () => {
  await demo?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Plant = { fault: object & { name: string }; slo: string; culprit: string };

/** Every route, every region, pairs, and faults that strike everybody; then pairs again, until there are enough. */
function plants(): Plant[] {
  const slo = "visitor-latency";
  const pairs = ROUTES.flatMap((route) =>
    REGIONS.map((region) => ({ fault: { name: "slow-pair", route, region }, slo, culprit: `pair ${route} ${region}` })),
  );
  const uniform = [
    { fault: { name: "slow-everywhere" }, slo, culprit: "nobody" },
    { fault: { name: "slow-everywhere" }, slo, culprit: "nobody" },
    { fault: { name: "slow-everywhere" }, slo, culprit: "nobody" },
    { fault: { name: "slow-database" }, slo: "product-latency", culprit: "nobody" },
    { fault: { name: "slow-database" }, slo: "product-latency", culprit: "nobody" },
  ];
  const all = [
    ...ROUTES.map((route) => ({ fault: { name: "slow-route", route }, slo, culprit: `value ${route}` })),
    ...REGIONS.map((region) => ({ fault: { name: "slow-region", region }, slo, culprit: `value ${region}` })),
    ...uniform,
    ...shuffled(pairs),
  ];
  return shuffled(Array.from({ length: PLANTS }, (_, i) => all[i % all.length] as Plant));
}

const random = seeded(`culprit ${seed}`);
function shuffled<Each>(list: readonly Each[]): Each[] {
  return list
    .map((each) => ({ each, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}

async function named(slo: string): Promise<string> {
  const { runContribution } = await import("@/lib/commands/contribution-run");
  const [read] = readOpenSlo(readFileSync(`storefront/slos/${slo}.yaml`, "utf8")).definitions;
  const breakdown = read && breakdownOf(read.sli, 0.2);
  if (!breakdown?.ok) throw new Error(breakdown?.because ?? `${slo} cannot be read`);
  const kind = "objective-missed";
  const asked = {
    engine: "default",
    breakdown,
    kind,
    atSeconds: Math.floor(Date.now() / 1000),
    minutes: 1,
    span: null,
  } as const;
  const { verdict, bad, total } = await runContribution(asked, AbortSignal.timeout(60_000), () => undefined);
  const counted = `(${Math.round(bad)} of ${Math.round(total)} bad)`;
  const isNobody = verdict.kind === "uniform" || verdict.kind === "always-worse";
  return `${isNobody ? "nobody" : `${verdict.kind} ${verdict.rows.map(({ values }) => values.join(" ")).join(", ")}`} ${counted}`;
}

test(`of ${PLANTS} faults that are planted into the running storefront each culprit is named, and nobody where all are hit`, async () => {
  console.log(`seed ${seed}`);
  // The first scrapes, so that what counts from nothing is not taken for what is usual.
  await sleep(20_000);
  const found: string[] = [];
  const ought: string[] = [];
  for (const { fault, slo, culprit } of plants()) {
    await sendToDemo(demoDir, "POST", { ...fault, seconds: 300 });
    await sleep(FAULT_SECONDS * 1000);
    const said = await named(slo);
    await sendToDemo(demoDir, "DELETE");
    found.push(said.replace(/ \(.*/, ""));
    ought.push(culprit);
    console.log(`${found.at(-1) === culprit ? "named" : "MISSED"}: ${Object.values(fault).join(" ")}: ${said}`);
  }
  console.log(`${found.filter((each, i) => each === ought[i]).length} of ${PLANTS}`);
  expect(crashes).toEqual([]);
  expect(found).toEqual(ought);
});
