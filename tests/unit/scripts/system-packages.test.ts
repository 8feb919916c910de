import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explainApt } from "../../../scripts/apt.mjs";
import { findCommand, pathWithSystemFolders } from "../../../scripts/find-command.mjs";
import { listServices } from "../../../scripts/service-units.mjs";
import { CACHING, DEMO, missingFrom, wayToInstall } from "../../../scripts/system-packages.mjs";

const nothingIsThere = () => null;

describe("what is missing", () => {
  test("a package that brings two missing commands is named once", () => {
    expect(missingFrom(DEMO, nothingIsThere).packages).toEqual([
      "prometheus",
      "redis-server",
      "varnish",
      "prometheus-redis-exporter",
      "prometheus-varnish-exporter",
    ]);
  });

  test("only what cannot be found is missing", () => {
    const missing = missingFrom(DEMO, (command) => (command === "varnishd" ? null : `/usr/bin/${command}`));
    expect(missing).toEqual({ commands: ["varnishd"], packages: ["varnish"] });
  });

  test("servers are also looked for where only root's PATH leads", () => {
    expect(pathWithSystemFolders("/usr/bin:/sbin")).toBe("/usr/bin:/sbin:/usr/local/sbin:/usr/sbin");
  });

  test("what is on no PATH is looked for by the pattern of its file, in any folder that stands for *", () => {
    const folder = mkdtempSync(join(tmpdir(), "plumbline-"));
    mkdirSync(join(folder, "15", "bin"), { recursive: true });
    mkdirSync(join(folder, "14"));
    expect(findCommand(`${folder}/*/bin/postgres`)).toBeNull();
    writeFileSync(join(folder, "15", "bin", "postgres"), "");
    expect(findCommand(`${folder}/*/bin/postgres`)).toBe(join(folder, "15", "bin", "postgres"));
    expect(missingFrom(CACHING, nothingIsThere).packages).toEqual(["memcached", "postgresql", "varnish-modules"]);
  });

  test("a file that cannot be run is no command", () => {
    const folder = mkdtempSync(join(tmpdir(), "plumbline-"));
    writeFileSync(join(folder, "varnishd"), "", { mode: 0o644 });
    expect(findCommand("varnishd", folder)).toBeNull();
    writeFileSync(join(folder, "promtool"), "", { mode: 0o755 });
    expect(findCommand("promtool", folder)).toBe(join(folder, "promtool"));
  });
});

describe("who may install", () => {
  const missing = missingFrom({ varnishd: "varnish" }, nothingIsThere);

  test("root on Debian goes ahead", () => {
    expect(wayToInstall(missing, { hasApt: true, isRoot: true })).toBeNull();
  });

  test("another user gets the exact command", () => {
    expect(wayToInstall(missing, { hasApt: true, isRoot: false })).toBe(
      "Missing program: varnishd; run sudo apt-get install --yes --no-install-recommends --no-remove varnish",
    );
  });

  test("another system gets the names and the other way out", () => {
    const line = wayToInstall(missing, { hasApt: false, isRoot: true }, "; or set PROMETHEUS_URL");
    expect(line).toMatch(/^Missing program: varnishd; install .*; or set PROMETHEUS_URL$/);
  });
});

describe("what apt-get says", () => {
  const explain = (output: string) => explainApt(output, "/data/log/apt.log");

  test.each([
    "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 412 (unattended-upgr)\n",
    "Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 412 (unattended-upgr)...\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?\n",
  ])("a lock that is held names its holder", (output) => {
    expect(explain(output)).toBe(
      "The package system is in use (process 412, unattended-upgr): start again when it is done",
    );
  });

  test("an installation cut short names the repair", () => {
    expect(explain("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'")).toContain(
      "run dpkg --configure -a",
    );
  });

  test("servers out of reach are told from other failures", () => {
    expect(explain("Err:1 Temporary failure resolving 'deb.example'")).toContain("cannot be reached");
    expect(explain("E: Broken packages")).toBe(
      "apt-get could not install the packages; its whole output is in /data/log/apt.log",
    );
  });
});

test("templates and files that are not units are not services", () => {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-"));
  for (const name of ["redis-server.service", "redis-server@.service", "apt.timer", "multi-user.target"])
    writeFileSync(join(folder, name), "");
  expect([...listServices([folder], join(folder, "none")).units].sort()).toEqual(["apt.timer", "redis-server.service"]);
});
