import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { ownStart } from "./own-start";

const PORT = Number(process.env.E2E_PORT) + 1;

type Row = { minute: number; good: number; total: number; observed: number };

function ledgerOf(folder: string, slo: string): Row[] {
  const db = new Sqlite(join(folder, "plumbline.db"), { readonly: true });
  const sql =
    "SELECT minute, good, total, observed_seconds AS observed FROM ledger JOIN slis ON slis.id = sli_id WHERE slo_id = ? ORDER BY minute";
  const rows = db.prepare<[string], Row>(sql).all(slo);
  db.close();
  return rows;
}

const lastMinute = (folder: string): number => ledgerOf(folder, "edge-hit-rate").at(-1)?.minute ?? 0;

test("killed whole and started again, the ledger has no gap and counts nothing twice", async () => {
  test.setTimeout(420_000);
  const folder = mkdtempSync(join(tmpdir(), "plumbline-killed-"));
  const env = {
    DATA_DIR: folder,
    BUILD_DIR: process.env.BUILD_DIR ?? ".next-test",
    DEMO_HISTORY_DAYS: "1",
    DEMO_LEDGER_DAYS: "2",
    DEMO_SCRAPE_INTERVAL: "5s",
    TICK_SECONDS: "5",
    DELAY_SECONDS: "5",
    PROMETHEUS_URL: "",
    SLO_DIR: "",
    ADR_DIR: "",
  };
  let app = await ownStart(PORT, env);
  try {
    expect(app.lines.at(-1)).toBe(`Ready on ${app.url}`);
    await expect
      .poll(async () => (await (await fetch(`${app.url}/api/v1/slos/edge-hit-rate`)).json()).backfill.state, {
        timeout: 60_000,
      })
      .toBe("done");
    const begun = lastMinute(folder);
    await expect.poll(() => lastMinute(folder), { timeout: 90_000 }).toBeGreaterThan(begun);
    await app.killTree();
    const before = ledgerOf(folder, "edge-hit-rate");
    const killed = before.at(-1)?.minute ?? 0;

    app = await ownStart(PORT, env);
    expect(app.lines.at(-1)).toBe(`Ready on ${app.url}`);
    await expect.poll(() => lastMinute(folder), { timeout: 150_000 }).toBeGreaterThan(killed + 1);
    const after = ledgerOf(folder, "edge-hit-rate");

    expect(after.slice(0, before.length), "what was written stays").toEqual(before);
    const live = after.slice(before.findIndex(({ minute }) => minute === begun));
    expect(
      live.map(({ minute }) => minute),
      "every minute is there once",
    ).toEqual(live.map((_, i) => begun + i));

    // The engine's own raw samples are the truth of the minutes across the kill.
    const [from, to] = [killed - 1, after.at(-1)?.minute ?? 0];
    const at = (minute: number): Row => after.find((row) => row.minute === minute) as Row;
    const counted = at(to).total - at(from).total;
    const real =
      (await gained(folder, "varnish_main_cache_hit", from, to)) +
      (await gained(folder, "varnish_main_cache_miss", from, to));
    expect(real).toBeGreaterThan(0);
    expect(Math.abs(counted / real - 1)).toBeLessThan(0.001);
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Sum of a counter's steps between its raw samples in (from, to], a drop being a new beginning at zero. */
async function gained(folder: string, metric: string, from: number, to: number): Promise<number> {
  const { prometheus } = JSON.parse(readFileSync(join(folder, "demo/ports.json"), "utf8"));
  const look = 600;
  const terms = new URLSearchParams({
    query: `${metric}{job="edge"}[${(to - from) * 60 + look}s]`,
    time: String(to * 60),
  });
  const answer = await (await fetch(`http://127.0.0.1:${prometheus}/api/v1/query?${terms}`)).json();
  const samples: [number, string][] = answer.data.result[0].values;
  return samples.reduce((sum, [at, value], i) => {
    const last = samples[i - 1];
    if (!last || at <= from * 60) return sum;
    const step = Number(value) - Number(last[1]);
    return sum + (step >= 0 ? step : Number(value));
  }, 0);
}
