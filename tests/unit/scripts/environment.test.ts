import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderProblems, nodeProblem, portProblem, readEnvironment } from "../../../scripts/check-environment.mjs";

const problemsOf = (env: Record<string, string>) =>
  readEnvironment(env as NodeJS.ProcessEnv, "/srv/plumbline").problems;
const settingsOf = (env: Record<string, string>) =>
  readEnvironment(env as NodeJS.ProcessEnv, "/srv/plumbline").settings;

describe("the environment of npm start", () => {
  test("an empty environment is the demo on loopback, open to read", () => {
    expect(readEnvironment({} as NodeJS.ProcessEnv, "/srv/plumbline")).toEqual({
      problems: [],
      settings: {
        host: "127.0.0.1",
        port: 3000,
        prometheusUrl: null,
        enginesFile: null,
        dataDir: "/srv/plumbline/data",
        adrDirs: ["/srv/plumbline/docs/adr"],
        costsDir: null,
        sloDirs: [],
        anonymousRead: true,
      },
    });
  });

  test("a variable that is set to nothing is a variable that is not set", () => {
    const empty = { PORT: "", HOST: "", PROMETHEUS_URL: "", PROMETHEUS_HEADERS: "", DATA_DIR: "", ANONYMOUS_READ: "" };
    expect(settingsOf(empty)).toEqual(settingsOf({}));
    expect(problemsOf(empty)).toEqual([]);
  });

  test("an engine of one's own is closed to anonymous readers unless they are let in", () => {
    const engine = { PROMETHEUS_URL: "https://prometheus.example/base" };
    expect(settingsOf(engine).anonymousRead).toBe(false);
    expect(settingsOf({ ...engine, ANONYMOUS_READ: "on" }).anonymousRead).toBe(true);
    const several = settingsOf({ ENGINES_FILE: "engines.yaml" });
    expect(several.anonymousRead).toBe(false);
    expect(several.enginesFile).toBe("/srv/plumbline/engines.yaml");
  });

  test("folders are separated as in PATH and start from the project", () => {
    const { sloDirs } = settingsOf({ SLO_DIR: ["slos", "/etc/slos"].join(delimiter) });
    expect(sloDirs).toEqual(["/srv/plumbline/slos", "/etc/slos"]);
  });

  test.each([
    ["PORT", "http"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "30.5"],
    ["PROMETHEUS_URL", "localhost:9090"],
    ["PROMETHEUS_URL", "ftp://localhost"],
    ["PROMETHEUS_URL", "nonsense"],
    ["PROMETHEUS_HEADERS", "X-Scope-OrgID: a"],
    ["PROMETHEUS_HEADERS", '["a"]'],
    ["PROMETHEUS_HEADERS", '{"a":1}'],
    ["PROMETHEUS_HEADERS", '{"a b":"c"}'],
    ["PROMETHEUS_HEADERS", "null"],
    ["ANONYMOUS_READ", "yes"],
  ])("%s=%s is one line that names the variable", (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
    expect(problems[0]).not.toContain("\n");
  });

  test("a line never repeats an address or a header, which may hold a password", () => {
    const lines = problemsOf({
      PROMETHEUS_URL: "htp://user:secret@host",
      PROMETHEUS_HEADERS: '{"Authorization":"secret"',
    });
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain("secret");
  });

  test("every bad value is named at once", () => {
    expect(problemsOf({ PORT: "x", ANONYMOUS_READ: "x", PROMETHEUS_URL: "x" })).toHaveLength(3);
  });
});

describe("the Node it runs on", () => {
  test.each(["18.20.8", "20.8.1"])("Node %s is too old", (version) => {
    expect(nodeProblem(version)).toContain(version);
  });
  test.each(["20.9.0", "20.20.2", "22.0.0", "24.21.0"])("Node %s will do", (version) => {
    expect(nodeProblem(version)).toBeNull();
  });
});

describe("the folders", () => {
  const folder = () => mkdtempSync(join(tmpdir(), "plumbline-"));
  const good = { dataDir: join(folder(), "new", "data"), sloDirs: [], adrDirs: [], costsDir: null };
  const check = (change: object) => folderProblems({ ...settingsOf({}), ...good, ...change });

  test("a data folder that does not exist yet is created", () => {
    expect(check({})).toEqual([]);
  });

  test("a data folder whose name a file has cannot be written", () => {
    const file = join(folder(), "taken");
    writeFileSync(file, "");
    expect(check({ dataDir: file })).toEqual([expect.stringMatching(/^DATA_DIR is .*a file has that name/)]);
    expect(check({ dataDir: join(file, "below") })).toEqual([
      expect.stringMatching(/^DATA_DIR is .*a part of that path is a file/),
    ]);
  });

  test.runIf(process.platform === "linux")(
    "a data folder where nothing can be created is refused, not waited for",
    () => {
      expect(check({ dataDir: "/proc/plumbline/data" })).toEqual([
        expect.stringMatching(/^DATA_DIR is \/proc\/plumbline\/data/),
      ]);
    },
  );

  test("a folder that SLO_DIR names must be there", () => {
    expect(check({ sloDirs: [folder(), "/not/there"] })).toEqual([
      expect.stringMatching(/^SLO_DIR names \/not\/there, which is missing/),
    ]);
  });

  test("ADR_DIR may name a folder to come, not a file", () => {
    const file = join(folder(), "0001.md");
    writeFileSync(file, "");
    expect(check({ adrDirs: ["/not/there"] })).toEqual([]);
    expect(check({ adrDirs: [file] })).toEqual([expect.stringMatching(/^ADR_DIR names .*0001\.md, which is a file/)]);
  });
});

describe("the port", () => {
  test("a port that is taken is named with another to try", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    expect(await portProblem("127.0.0.1", port)).toBe(
      `PORT ${port} is in use on 127.0.0.1: choose another, as in PORT=3001 npm start`,
    );
    await new Promise((resolve) => server.close(resolve));
    expect(await portProblem("127.0.0.1", port)).toBeNull();
  });

  test("an address that is not this machine's names HOST", async () => {
    expect(await portProblem("192.0.2.1", 3000)).toMatch(/^HOST is "192\.0\.2\.1"/);
  });
});
