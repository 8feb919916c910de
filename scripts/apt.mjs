// @ts-check
import { runLogged } from "./child.mjs";
import { forbidServiceStarts } from "./policy-rc-d.mjs";
import { disableNewServices, listServices } from "./service-units.mjs";
import { Trouble } from "./trouble.mjs";
import { undoLater } from "./undo.mjs";

const NOT_IN_LISTS = /Unable to locate package|has no installation candidate|Failed to fetch|is not available/;

/**
 * Installs Debian packages; no service is started, restarted, stopped, or left to start at the next boot.
 * @param {readonly string[]} packages
 * @param {string} logFile
 * @param {import("./steps.mjs").Say} say
 */
export async function aptInstall(packages, logFile, say) {
  const before = listServices();
  const disable = () => void disableNewServices(before);
  const disabled = undoLater({ end: disable, atOnce: disable });
  const allow = forbidServiceStarts();
  try {
    await apt(logFile, installArguments(packages)).catch(async (error) => {
      if (!(error instanceof Trouble && NOT_IN_LISTS.test(error.detail))) throw error;
      say("refreshing the package lists (apt-get update)");
      await apt(logFile, ["update"]);
      await apt(logFile, installArguments(packages));
    });
  } finally {
    allow();
    disable();
    disabled();
  }
}

/** @param {readonly string[]} packages */
export function installArguments(packages) {
  return ["install", "--yes", "--no-install-recommends", "--no-remove", ...packages];
}

/**
 * @param {string} logFile
 * @param {readonly string[]} args
 */
function apt(logFile, args) {
  const options = ["DPkg::Lock::Timeout=20", "Dpkg::Options::=--force-confdef", "Dpkg::Options::=--force-confold"];
  return runLogged("apt-get", [...options.flatMap((option) => ["-o", option]), ...args], {
    logFile,
    explain: (output) => explainApt(output, logFile),
    finishesAlone: true,
    env: {
      ...process.env,
      LC_ALL: "C",
      DEBIAN_FRONTEND: "noninteractive",
      APT_LISTCHANGES_FRONTEND: "none",
      NEEDRESTART_SUSPEND: "1",
      NEEDRESTART_MODE: "l",
    },
  });
}

/**
 * @param {string} output
 * @param {string} logFile
 */
export function explainApt(output, logFile) {
  if (/Could not get lock|Unable to (acquire|lock)/.test(output)) {
    const [, pid, name] = /held by process (\d+) \(([^)]+)\)/.exec(output) ?? [];
    const holder = pid ? `process ${pid}, ${name}` : "another program";
    return `The package system is in use (${holder}): start again when it is done`;
  }
  if (output.includes("dpkg was interrupted"))
    return "An earlier package installation was cut short: run dpkg --configure -a, then start again";
  if (/Temporary failure resolving|Could not connect|Could not resolve/.test(output))
    return `The package servers cannot be reached: check the network and /etc/apt, then start again; the whole output is in ${logFile}`;
  return `apt-get could not install the packages; its whole output is in ${logFile}`;
}
