// @ts-check
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join, resolve } from "node:path";

/**
 * What `npm start` reads of the environment; the app reads and checks the rest of it itself.
 * @typedef {object} Settings
 * @property {string} host
 * @property {number} port
 * @property {string | null} prometheusUrl
 * @property {string | null} enginesFile where neither names an engine: the embedded demo
 * @property {string} dataDir
 * @property {string[]} adrDirs
 * @property {string[]} sloDirs
 * @property {string | null} costsDir
 * @property {boolean} anonymousRead
 */

const OLDEST_NODE = [20, 9];
/** @type {Record<string, boolean>} */
const SWITCH = { on: true, true: true, 1: true, off: false, false: false, 0: false };

/** @param {string} version */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `Node ${version} is too old: Plumbline needs Node ${OLDEST_NODE.join(".")} or newer`;
}

/**
 * @param {NodeJS.ProcessEnv} env an empty value counts as not set
 * @param {string} root folder that relative paths start from
 * @returns {{ settings: Settings, problems: string[] }} one line for each bad value
 */
export function readEnvironment(env, root) {
  /** @type {string[]} */
  const problems = [];
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    problems.push(`PORT is "${env.PORT}": give a number from 1 to 65535, as in PORT=3001 npm start`);

  const prometheusUrl = env.PROMETHEUS_URL || null;
  if (prometheusUrl && !/^https?:$/.test(protocolOf(prometheusUrl)))
    problems.push(
      "PROMETHEUS_URL is not an http:// or https:// address: give one as in http://127.0.0.1:9090, or leave it out for the demo",
    );
  if (env.PROMETHEUS_HEADERS && !areHeaders(env.PROMETHEUS_HEADERS))
    problems.push(
      `PROMETHEUS_HEADERS is not a JSON object of header names and strings: write it as in '{"X-Scope-OrgID":"team-a"}'`,
    );

  const anonymousRead =
    SWITCH[(env.ANONYMOUS_READ || (prometheusUrl || env.ENGINES_FILE ? "off" : "on")).toLowerCase()];
  if (anonymousRead === undefined) problems.push(`ANONYMOUS_READ is "${env.ANONYMOUS_READ}": give on or off`);

  const folders = (/** @type {string} */ list) =>
    list
      .split(delimiter)
      .filter(Boolean)
      .map((folder) => resolve(root, folder));
  const settings = {
    host: env.HOST || "127.0.0.1",
    port,
    prometheusUrl,
    enginesFile: env.ENGINES_FILE ? resolve(root, env.ENGINES_FILE) : null,
    dataDir: resolve(root, env.DATA_DIR || "data"),
    adrDirs: folders(env.ADR_DIR || join("docs", "adr")),
    sloDirs: folders(env.SLO_DIR || ""),
    costsDir: env.COSTS_DIR ? resolve(root, env.COSTS_DIR) : null,
    anonymousRead: anonymousRead ?? false,
  };
  return { settings, problems };
}

/** @param {string} url */
function protocolOf(url) {
  return URL.canParse(url) ? new URL(url).protocol : "";
}

/** @param {string} json */
function areHeaders(json) {
  try {
    const value = JSON.parse(json);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    if (Object.values(value).some((header) => typeof header !== "string")) return false;
    new Headers(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {Settings} settings
 * @returns {string[]}
 */
export function folderProblems({ dataDir, sloDirs, adrDirs, costsDir }) {
  const problems = [];
  const data = dataDirProblem(dataDir);
  if (data) problems.push(data);
  for (const folder of sloDirs)
    if (kindOf(folder) !== "folder")
      problems.push(`SLO_DIR names ${folder}, which is ${kindOf(folder)}: create it or correct SLO_DIR`);
  if (costsDir !== null && kindOf(costsDir) !== "folder")
    problems.push(`COSTS_DIR names ${costsDir}, which is ${kindOf(costsDir)}: create it or correct COSTS_DIR`);
  for (const folder of adrDirs)
    if (kindOf(folder) === "a file")
      problems.push(`ADR_DIR names ${folder}, which is a file: name the folder that holds it`);
  return problems;
}

/** Files that say who we are to the engine, whom we trust, and which engines there are; what they hold the app checks itself. */
const ENGINE_FILES = [
  ...["PASSWORD", "TOKEN", "CA", "CERT", "KEY"].map((what) => `PROMETHEUS_${what}_FILE`),
  "ENGINES_FILE",
];

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function engineFileProblems(env) {
  return ENGINE_FILES.flatMap((name) => {
    const file = env[name];
    if (!file || kindOf(file) === "a file") return [];
    return [`${name} names ${file}, which is ${kindOf(file)}: create it or correct ${name}`];
  });
}

/** @param {string} path */
export function kindOf(path) {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found ? (found.isDirectory() ? "folder" : "a file") : "missing";
  } catch {
    return "not readable";
  }
}

/**
 * Really writes a file: to root, permission bits say nothing.
 * @param {string} dataDir
 * @returns {string | null}
 */
function dataDirProblem(dataDir) {
  const trial = join(dataDir, `.write-trial-${process.pid}`);
  try {
    makeFolder(dataDir);
    try {
      writeFileSync(trial, "x".repeat(4096), { flush: true });
    } finally {
      rmSync(trial, { force: true });
    }
    return null;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? String(error);
    const why =
      {
        EEXIST: "a file has that name",
        ENOTDIR: "a part of that path is a file",
        EROFS: "its disk is read-only",
        ENOSPC: "its disk is full",
        EACCES: "this user may not write there",
        EPERM: "this user may not write there",
        ENOENT: "nothing can be created there",
      }[code] ?? code;
    return `DATA_DIR is ${dataDir}, which cannot be written (${why}): name another folder, as in DATA_DIR=/var/tmp/plumbline npm start`;
  }
}

/**
 * Node's own `recursive: true` never returns where the system refuses with ENOENT, as below /proc.
 * @param {string} path
 */
function makeFolder(path) {
  if (kindOf(path) === "folder") return;
  const parent = dirname(path);
  if (kindOf(parent) === "missing" && parent !== path) makeFolder(parent);
  mkdirSync(path);
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | null>}
 */
export function portProblem(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ { code }) => {
      const other = port === 3001 ? 3002 : 3001;
      if (code === "EADDRINUSE")
        resolve(`PORT ${port} is in use on ${host}: choose another, as in PORT=${other} npm start`);
      else if (code === "EACCES")
        resolve(`PORT ${port} is reserved for privileged users: choose another, as in PORT=${other} npm start`);
      else
        resolve(
          `HOST is "${host}", which cannot be listened on (${code}): give an address of this machine, as in HOST=127.0.0.1`,
        );
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
