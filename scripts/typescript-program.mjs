// @ts-check
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "./child.mjs";
import { areNpmPackagesInstalled } from "./npm-packages.mjs";
import { Trouble } from "./trouble.mjs";

/**
 * Runs one of our programs in TypeScript, which reads the server's rooms, with what a command was asked.
 * @param {string} program its file in scripts
 * @param {object} request
 * @returns {Promise<number>} its exit code
 */
export async function runTypeScript(program, request) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  if (!areNpmPackagesInstalled(root)) throw new Trouble("The packages are not installed: npm ci installs them");
  const node = ["--conditions=react-server", "--import", "tsx", join(root, "scripts", program)];
  const { exited } = startChild(process.execPath, [...node, JSON.stringify(request)], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return (await exited).code ?? 1;
}
