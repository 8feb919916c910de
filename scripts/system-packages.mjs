// @ts-check
import { join } from "node:path";
import { aptInstall, installArguments } from "./apt.mjs";
import { findCommand } from "./find-command.mjs";
import { takeBackStale } from "./policy-rc-d.mjs";
import { Trouble } from "./trouble.mjs";

/** @typedef {Record<string, string>} Needed command, or pattern of a file → the Debian package that brings it */

/** @type {Needed} */
export const DEMO = {
  prometheus: "prometheus",
  promtool: "prometheus",
  "redis-server": "redis-server",
  varnishd: "varnish",
  "prometheus-redis-exporter": "prometheus-redis-exporter",
  "prometheus-varnish-exporter": "prometheus-varnish-exporter",
};
/**
 * What bench:caching and its tests need beside the demo's. PostgreSQL's programs and Varnish's modules are off every PATH.
 * @type {Needed}
 */
export const CACHING = {
  memcached: "memcached",
  "/usr/lib/postgresql/*/bin/postgres": "postgresql",
  "/usr/lib/*/varnish/vmods/libvmod_xkey.so": "varnish-modules",
};
/** @type {Needed} */
export const ALERTS = { "prometheus-alertmanager": "prometheus-alertmanager", amtool: "prometheus-alertmanager" };
/**
 * What the integration tests start and ask beside the demo's.
 * @type {Needed}
 */
export const INTEGRATION = {
  ...CACHING,
  ...ALERTS,
  "victoria-metrics": "victoria-metrics",
  vmalert: "victoria-metrics",
  openssl: "openssl",
  curl: "curl",
};
/** @type {Needed} */
export const COMPILERS = { python3: "python3", make: "make", "g++": "g++" };
/** @type {Needed} */
export const BROWSER = { chromium: "chromium" };

/**
 * @param {Needed} needed
 * @param {(command: string) => unknown} [find]
 */
export function missingFrom(needed, find = findCommand) {
  const commands = Object.keys(needed).filter((command) => !find(command));
  return { commands, packages: [...new Set(commands.map((command) => needed[command] ?? command))] };
}

/**
 * The one line for a system on which we may not, or cannot, install.
 * @param {ReturnType<typeof missingFrom>} missing
 * @param {{ hasApt: boolean, isRoot: boolean }} system
 * @returns {string | null} null: we can
 */
export function wayToInstall(missing, { hasApt, isRoot }, otherWayOut = "") {
  if (hasApt && isRoot) return null;
  const names = missing.commands.join(", ");
  const way = hasApt
    ? `run sudo apt-get ${installArguments(missing.packages).join(" ")}`
    : "install them with this system's package manager, so that they are on the PATH";
  return `Missing ${missing.commands.length === 1 ? "program" : "programs"}: ${names}; ${way}${otherWayOut}`;
}

/**
 * @param {{ needed: Needed, wished?: Needed, logDir: string, otherWayOut?: string, say: import("./steps.mjs").Say }} options
 *   `wished`: installed where we can, and done without where we cannot
 * @returns {Promise<string | undefined>}
 */
export async function ensureSystemPackages({ needed, wished = {}, logDir, otherWayOut, say }) {
  const system = { hasApt: Boolean(findCommand("apt-get")), isRoot: process.getuid?.() === 0 };
  if (system.isRoot) takeBackStale();
  const missing = missingFrom({ ...needed, ...wished });
  if (!missing.commands.length) return "all there";
  if (wayToInstall(missing, system)) {
    const indispensable = missingFrom(needed);
    if (indispensable.commands.length) throw new Trouble(wayToInstall(indispensable, system, otherWayOut) ?? "");
    return `going on without ${missing.commands.join(", ")}`;
  }
  say(`installing ${missing.packages.join(", ")} (apt-get; no service is started or enabled)`);
  const logFile = join(logDir, "apt.log");
  await aptInstall(missing.packages, logFile, say);
  const still = missingFrom({ ...needed, ...wished }).commands;
  if (still.length) throw new Trouble(`Installed, yet still missing: ${still.join(", ")}; ${logFile} says more`);
}
