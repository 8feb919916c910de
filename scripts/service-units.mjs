// @ts-check
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { findCommand } from "./find-command.mjs";

const UNIT_FOLDERS = ["/etc/systemd/system", "/lib/systemd/system", "/usr/lib/systemd/system"];
const STARTED_AT_BOOT = /^[^@]+\.(service|socket|timer|path)$/;

/**
 * The services that a boot may start, as far as files name them.
 * @param {readonly string[]} [unitFolders]
 */
export function listServices(unitFolders = UNIT_FOLDERS, initFolder = "/etc/init.d") {
  const units = unitFolders.flatMap(namesIn).filter((name) => STARTED_AT_BOOT.test(name));
  return { units: new Set(units), initScripts: new Set(namesIn(initFolder)) };
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Keeps the services that came with new packages from starting at the next boot: the demo starts its own.
 * @param {ReturnType<typeof listServices>} before
 * @returns {string[]} what was disabled
 */
export function disableNewServices(before, after = listServices()) {
  const units = [...after.units].filter((name) => !before.units.has(name));
  const scripts = [...after.initScripts].filter((name) => !before.initScripts.has(name));
  // `systemctl disable` also turns off the init script of the same name, and a later upgrade respects it;
  // deb-systemd-helper would forget the unit, and the upgrade would enable it again.
  if (units.length && findCommand("systemctl")) {
    spawnSync("systemctl", ["--no-reload", "--quiet", "disable", ...units], { stdio: "ignore" });
    return units;
  }
  const updateRc = findCommand("update-rc.d");
  if (updateRc) for (const name of scripts) spawnSync(updateRc, [name, "disable"], { stdio: "ignore" });
  return scripts;
}
