import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "plumbline-rule-files-"));
const slos = join(folder, "slos");
const rules = join(folder, "rules");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const each of [slos, rules]) rmSync(each, { recursive: true, force: true });
  mkdirSync(slos);
  writeFileSync(join(slos, "shop.yaml"), document("checkout", "shop"));
  writeFileSync(join(slos, "edge.yaml"), document("hits", "edge / eu"));
});

const document = (id: string, service: string, target = 0.99) => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${id}, annotations: { plumbline.dev/decision: "docs/adr/0001-a.md#d1" } }
spec:
  service: ${service}
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { spec: { query: ${id}_errors_total } } }
        total: { metricSource: { spec: { query: ${id}_requests_total } } }
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: ${target} }]
`;

function run(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/rules.mjs", ...args], {
    env: { ...process.env, INIT_CWD: folder, SLO_DIR: "", PUBLIC_URL: "", DELAY_SECONDS: "", ...env },
    encoding: "utf8",
  });
  return { status, out: stdout, err: stderr };
}
const inRules = (name: string) => readFileSync(join(rules, name), "utf8");

describe("npm run rules -- write", () => {
  test("writes a file for each service that promtool takes, with links to where PUBLIC_URL says", () => {
    const { status, out } = run(["write", "rules", "--slo-dir", "slos"], { PUBLIC_URL: "https://slo.example/" });
    expect(status).toBe(0);
    const names = readdirSync(rules).sort();
    expect(names).toEqual([expect.stringMatching(/^edge-eu-[0-9a-f]{8}\.yaml$/), "shop.yaml"]);
    for (const name of names) {
      expect(out).toContain(`wrote rules/${name}\n`);
      expect(execFileSync("promtool", ["check", "rules", join(rules, name)], { encoding: "utf8" })).toContain(
        "SUCCESS",
      );
    }
    expect(inRules("shop.yaml")).toContain("adr_url: https://slo.example/decisions/docs/adr/0001-a.md#d1\n");
  });

  test("reads SLO_DIR where nothing else is named, and says that links are paths without PUBLIC_URL", () => {
    expect(run(["write", "rules", "--service", "shop"], { SLO_DIR: slos })).toMatchObject({ status: 0 });
    expect(readdirSync(rules)).toEqual(["shop.yaml"]);
    expect(inRules("shop.yaml")).toContain("# Links are paths only: PUBLIC_URL is not set.\n");
    expect(inRules("shop.yaml")).toContain("dashboard_url: /slos/checkout\n");
  });

  test("with --check writes nothing, and fails as long as a file would change", () => {
    const check = ["write", "rules", "--slo-dir", "slos", "--check"];
    expect(run(check)).toMatchObject({ status: 1, out: expect.stringContaining("would write rules/shop.yaml\n") });
    expect(readdirSync(folder)).not.toContain("rules");
    expect(run(check.slice(0, -1))).toMatchObject({ status: 0 });
    expect(run(check)).toMatchObject({ status: 0, out: expect.stringContaining("2 of 2 SLOs in 2 files, none") });
    writeFileSync(join(slos, "shop.yaml"), document("checkout", "shop", 0.995));
    expect(run(check)).toMatchObject({ status: 1, out: expect.stringContaining("would write rules/shop.yaml\n") });
  });

  test("removes the rules of a service that is gone, and never a file that is not ours", () => {
    run(["write", "rules", "--slo-dir", "slos"]);
    writeFileSync(join(rules, "mine.yaml"), "groups: []\n");
    rmSync(join(slos, "edge.yaml"));
    const { status, out } = run(["write", "rules", "--slo-dir", "slos"]);
    expect([status, readdirSync(rules).sort()]).toEqual([0, ["mine.yaml", "shop.yaml"]]);
    expect(out).toMatch(/removed rules\/edge-eu-/);
    writeFileSync(join(rules, "shop.yaml"), "groups: []\n");
    const refused = run(["write", "rules", "--slo-dir", "slos"]);
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining("was not written by this command") });
    expect(inRules("shop.yaml")).toBe("groups: []\n");
  });

  test.each([
    ["a key", "target:", "taget:", /slos\/shop\.yaml:\d+: refused: SLO checkout.*\n(.*\n)* {3}14: refused: /],
    ["a bracket", "metadata: {", "metadata: {{", /slos\/shop\.yaml:\d+: refused/],
  ])("writes and removes nothing while a document cannot be read, for a typo in %s", (_, right, wrong, said) => {
    run(["write", "rules", "--slo-dir", "slos"]);
    const before = readdirSync(rules).map((name) => [name, inRules(name)]);
    writeFileSync(join(slos, "shop.yaml"), document("checkout", "shop").replace(right, wrong));
    writeFileSync(join(slos, "edge.yaml"), document("hits", "edge / eu", 0.995));
    for (const more of [[], ["--check"], ["--service", "edge / eu"]]) {
      const { status, out, err } = run(["write", "rules", "--slo-dir", "slos", ...more]);
      expect([status, out, err]).toEqual([1, "", expect.stringMatching(said)]);
      expect(err).toContain("Nothing was written or removed: mend what is refused.\n");
      expect(readdirSync(rules).map((name) => [name, inRules(name)])).toEqual(before);
    }
  });

  test("notes that it does not know which buckets a histogram has", () => {
    const took = document("took", "shop")
      .replace("bad:", "good:")
      .replace("took_errors_total", `'took_bucket{le="0.25"}'`)
      .replace("took_requests_total", "took_count");
    writeFileSync(join(slos, "took.yaml"), took);
    const { status, out } = run(["write", "rules", "--slo-dir", "slos"]);
    expect([status, out]).toEqual([
      0,
      expect.stringContaining("took: Whether a bucket ends at 250 ms is not known here"),
    ]);
    expect(inRules("shop.yaml")).toContain("  # Whether a bucket ends at 250 ms is not known here");
  });

  test("tells which SLO has no rules and why, writes the others, and fails", () => {
    const rate = "sum(rate(seconds[5m]))";
    const native = document("native", "shop")
      .replace("bad:", "good:")
      .replace("native_errors_total", `"histogram_fraction(0, 0.25, ${rate}) * histogram_count(${rate})"`)
      .replace("native_requests_total", `"histogram_count(${rate})"`);
    writeFileSync(join(slos, "native.yaml"), native);
    expect(run(["write", "rules", "--slo-dir", "slos"])).toMatchObject({ status: 0 });
    const { status, out } = run(["write", "rules", "--slo-dir", "slos", "--for", "vmalert"]);
    expect([status, out]).toEqual([1, expect.stringContaining("refused: native: it counts a native histogram")]);
    expect(inRules("shop.yaml")).toContain("# Not written: native: it counts a native histogram");
    expect(inRules("shop.yaml")).toContain("slo: checkout");
  });
});

describe("what cannot be", () => {
  test.each([
    [[], "Name a command: write or alertmanager"],
    [["make"], "There is no command “make”"],
    [["write"], "Name the folder to write to"],
    [["write", "a", "b"], "b is one folder too many"],
    [["write", "rules"], "Name where the SLOs are: --url https://slo.example, or --slo-dir ./slos"],
    [["write", "rules", "--slo-dir", "nowhere"], "nowhere is no file or folder that can be read"],
    [["write", "rules", "--slo-dir", "slos", "--for", "nagios"], "--for nagios is none of prometheus, mimir"],
    [["write", "rules", "--slo-dir", "slos", "--service", "nobody"], "No SLO belongs to nobody"],
    [["write", "slos/shop.yaml", "--slo-dir", "slos"], "shop.yaml is a file, no folder"],
    [["write", "rules", "--url", "slo.example"], "--url slo.example is no address"],
    [["write", "rules", "--url", "http://127.0.0.1:9"], "http://127.0.0.1:9 does not answer"],
    [["write", "rules", "--url", "http://a", "--slo-dir", "slos"], "--url and --slo-dir do not go together"],
    [["alertmanager", "--check"], "--check goes with write"],
    [["write", "rules", "--all"], "Unknown option '--all'"],
  ])("%j is refused in one line", (args, line) => {
    const { status, out, err } = run(args);
    expect([status, out, err.trimEnd().split("\n")]).toEqual([2, "", [expect.stringContaining(line)]]);
  });

  test("a variable that is none is named", () => {
    const { status, err } = run(["write", "rules", "--slo-dir", "slos"], { PUBLIC_URL: "slo.example" });
    expect([status, err]).toEqual([2, expect.stringContaining('PUBLIC_URL="slo.example": is not an http(s) address')]);
  });

  test("--help says what there is", () => {
    expect(run(["--help"])).toMatchObject({ status: 0, out: expect.stringContaining("--check") });
  });
});

test("the routes of the example are taken by amtool", () => {
  const { status, out } = run(["alertmanager"]);
  const path = join(folder, "alertmanager.yml");
  writeFileSync(path, out);
  expect(status).toBe(0);
  expect(execFileSync("amtool", ["check-config", path], { encoding: "utf8" })).toContain("SUCCESS");
  const receiver = (...labels: string[]) =>
    execFileSync("amtool", ["config", "routes", "test", `--config.file=${path}`, ...labels], {
      encoding: "utf8",
    }).trim();
  expect(receiver("severity=page", "service=shop")).toBe("page-shop");
  expect(receiver("severity=page", "service=edge")).toBe("page-platform");
  expect(receiver("severity=ticket", "service=shop")).toBe("tickets");
});
