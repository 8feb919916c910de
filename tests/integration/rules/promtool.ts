import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";

export type UnitTest = {
  interval: string;
  input_series: { series: string; values: string }[];
  promql_expr_test?: { expr: string; eval_time: string; exp_samples: { labels: string; value: number }[] }[];
  alert_rule_test?: { alertname: string; eval_time: string; exp_alerts: object[] }[];
};

type Answer = { status: number | null; said: string };

/** What `promtool check rules` says of a rule file. */
export const checked = (rules: string): Answer =>
  within(rules, (folder) => promtool("check", "rules", join(folder, "rules.yaml")));

/** What `promtool test rules` says of unit tests of a rule file. */
export const tested = (rules: string, evaluationInterval: string, tests: readonly UnitTest[]): Answer =>
  within(rules, (folder) => {
    const path = join(folder, "tests.yaml");
    const names = (parse(rules) as { groups: { name: string }[] }).groups.map(({ name }) => name);
    const common = { rule_files: ["rules.yaml"], evaluation_interval: evaluationInterval };
    // In the order of the file: by itself promtool takes them as they come.
    const text = { ...common, group_eval_order: names, tests };
    writeFileSync(path, stringify(text, { lineWidth: 0, aliasDuplicateObjects: false }));
    return promtool("test", "rules", path);
  });

/** What vmalert says of a rule file that it is not to evaluate. */
export const dryRun = (rules: string): Answer =>
  within(rules, (folder) => run("vmalert", "-dryRun", `-rule=${join(folder, "rules.yaml")}`));

function within(rules: string, run: (folder: string) => Answer): Answer {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-rules-"));
  try {
    writeFileSync(join(folder, "rules.yaml"), rules);
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const promtool = (...args: string[]): Answer => run("promtool", ...args);

function run(command: string, ...args: string[]): Answer {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw error;
  return { status, said: `${stdout}${stderr}` };
}
