import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "@/scripts/checks.mjs";
import { startChild } from "@/scripts/child.mjs";
import { Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { type Figure, runGroup, say } from "../figures";
import { parameter } from "../parameters";

const TRUTH = "tests/integration/truth/week.test.ts";
const DAYS = parameter("TRUTH_DAYS", 7, 1);

/** Relative errors by seed, then by "SLI: method", as the truth test writes them. */
type Tables = Record<string, Record<string, { total: number | null; bad: number | null; share: number | null }>>;

/** The truth test measures, and fails where a limit does not hold; its figures are of use either way. */
async function measure(): Promise<{ tables: Tables; passed: boolean }> {
  if (!existsSync(join(ROOT, TRUTH))) throw new Trouble(`${TRUTH} is not there: nothing was measured`);
  const folder = mkdtempSync(join(tmpdir(), "plumbline-bench-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const removed = undoLater({ end: remove, atOnce: remove });
  const file = join(folder, "truth.json");
  say(`counting a generated week of ${DAYS} days (vitest ${TRUTH})`);
  const { exited } = startChild(
    join(ROOT, "node_modules", ".bin", "vitest"),
    ["run", "--project", "integration", TRUTH],
    {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, TRUTH_RESULTS: file, TRUTH_DAYS: String(DAYS) },
    },
  );
  const { code } = await exited;
  if (!existsSync(file)) throw new Trouble(`${TRUTH} came to no figures: nothing was measured`);
  const tables: Tables = JSON.parse(readFileSync(file, "utf8"));
  remove();
  removed();
  return { tables, passed: code === 0 };
}

runGroup("counting", async () => {
  const { tables, passed } = await measure();
  const figures = Object.entries(tables).flatMap(([seed, table]) =>
    Object.entries(table).flatMap(([row, { share }]): Figure[] => {
      const [sli = "", method = ""] = row.split(": ");
      const figure = `error of the bad share, ${sli}, seed ${seed}: ${method}`;
      const measured = share === null ? null : Math.abs(share) * 100;
      if (method !== "ledger") return [{ figure, measured, unit: "%", limit: null }];
      const increase = Object.entries(table).find(([other]) => other.startsWith(`${sli}: one increase`))?.[1].share;
      const against = share === null || !increase ? null : Math.abs(share / increase);
      return [
        { figure, measured, unit: "%", limit: 0.1 },
        { figure: `${figure} against one increase`, measured: against, unit: "×", limit: 1 },
      ];
    }),
  );
  if (figures.length === 0) throw new Trouble(`${TRUTH} came to no figures: nothing was measured`);
  return {
    figures,
    notes: [
      `${TRUTH}, which holds total and bad to the same limits, ${passed ? "passed" : "FAILED"}; TRUTH_SEEDS names other seeds.`,
    ],
  };
});
