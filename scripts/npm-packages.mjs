// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runLogged } from "./child.mjs";
import { hashOf } from "./source-hash.mjs";

/** @param {string} root */
const markerOf = (root) => join(root, "node_modules", ".plumbline-installed");

/**
 * What the installed packages depend on: another lock, or a Node whose compiled modules differ, asks for another install.
 * @param {string} root
 */
function wanted(root) {
  return [hashOf(root, ["package-lock.json"]), process.versions.modules, process.platform, process.arch].join(" ");
}

/** @param {string} root */
export function areNpmPackagesInstalled(root) {
  const marker = markerOf(root);
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted(root)) return true;
  if (!matchesLock(root) || !canOpenDatabase(root)) return false;
  writeFileSync(marker, wanted(root));
  return true;
}

/**
 * Somebody may have run `npm ci` by hand: npm's own record of what it installed tells.
 * @param {string} root
 */
export function matchesLock(root) {
  try {
    const { packages: locked } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const { packages: installed } = JSON.parse(readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8"));
    return Object.entries(locked).every(
      ([path, { version, optional }]) =>
        path === "" || (optional && !installed[path]) || installed[path]?.version === version,
    );
  } catch {
    return false;
  }
}

/** @param {string} root */
function canOpenDatabase(root) {
  const program = `new (require("better-sqlite3"))(":memory:").close()`;
  return spawnSync(process.execPath, ["-e", program], { cwd: root, stdio: "ignore" }).status === 0;
}

/**
 * @param {string} root
 * @param {string} logDir
 * @param {import("./steps.mjs").Say} say
 * @returns {Promise<string | undefined>}
 */
export async function ensureNpmPackages(root, logDir, say) {
  if (areNpmPackagesInstalled(root)) return "up to date";
  say("installing npm packages (compiles one native package, about two minutes)");
  const logFile = join(logDir, "npm-ci.log");
  await runLogged("npm", ["ci", "--include=dev", "--no-progress"], { cwd: root, logFile });
  writeFileSync(markerOf(root), wanted(root));
}
