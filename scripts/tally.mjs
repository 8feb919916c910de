// @ts-check
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} remarks what failed and how, for the end of a long log
 */

/**
 * A check without tests of its own counts as one.
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyCheck(exitCode) {
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0, remarks: [] };
}

/**
 * @param {string} name
 * @param {any} report of `vitest --reporter=json`; null when it wrote none
 * @param {number} exitCode
 */
export function tallyVitest(name, report, exitCode) {
  if (!report) return withoutReport(name, exitCode);
  /** @type {any[]} */
  const failedFiles = (report.testResults ?? []).filter((/** @type {any} */ file) => file.status === "failed");
  const unread = failedFiles.filter(({ assertionResults }) => assertionResults.length === 0);
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unread.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    remarks: [
      ...unread.map((file) => remark(`${name}: ${file.name} could not be run`, file.message)),
      ...failedFiles.flatMap((file) =>
        file.assertionResults
          .filter((/** @type {any} */ test) => test.status === "failed")
          .map((/** @type {any} */ test) => remark(`${name}: ${file.name}: ${test.fullName}`, test.failureMessages[0])),
      ),
    ],
  };
  return withRunner(name, tally, exitCode);
}

/**
 * @param {string} name
 * @param {any} report of Playwright's JSON reporter; null when it wrote none
 * @param {number} exitCode
 */
export function tallyPlaywright(name, report, exitCode) {
  if (!report) return withoutReport(name, exitCode);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const errors = (report.errors ?? []).map((/** @type {any} */ error) => firstLine(error.message));
  const tally = {
    passed: expected + flaky,
    failed: unexpected + errors.length,
    skipped,
    remarks: [
      ...errors.map((/** @type {string} */ error) => `${name}: ${error}`),
      ...failedSpecs(report.suites ?? []).map(({ file, title, error }) => remark(`${name}: ${file}: ${title}`, error)),
    ],
  };
  return withRunner(name, tally, exitCode);
}

/**
 * @param {any[]} suites nested as files and groups are
 * @returns {{ file: string, title: string, error: unknown }[]}
 */
function failedSpecs(suites) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter((/** @type {any} */ spec) => !spec.ok)
      .map((/** @type {any} */ spec) => ({
        file: `${spec.file}:${spec.line}`,
        title: spec.title,
        error: spec.tests
          ?.flatMap((/** @type {any} */ test) => test.results)
          .find((/** @type {any} */ result) => result?.error)?.error.message,
      })),
    ...failedSpecs(suite.suites ?? []),
  ]);
}

const REMARK_LINES = 12;

/**
 * @param {string} what
 * @param {unknown} message of the runner; its stack is left out
 */
function remark(what, message) {
  const lines = stripVTControlCharacters(String(message ?? ""))
    .split("\n")
    .filter((line) => line.trim() && !/^\s+at /.test(line))
    .slice(0, REMARK_LINES);
  return [what, ...lines.map((line) => `    ${line}`)].join("\n");
}

/**
 * @param {string} name
 * @param {number} exitCode
 * @returns {Tally}
 */
function withoutReport(name, exitCode) {
  return {
    passed: 0,
    failed: 1,
    skipped: 0,
    remarks: [`${name}: the runner ended with code ${exitCode} and no report`],
  };
}

/**
 * A runner that ran nothing, or failed although no test did, is a failure itself.
 * @param {string} name
 * @param {Tally} tally
 * @param {number} exitCode
 * @returns {Tally}
 */
function withRunner(name, tally, exitCode) {
  if (tally.failed > 0) return tally;
  const ran = tally.passed > 0;
  if (ran && exitCode === 0) return tally;
  const why = ran ? `the runner ended with code ${exitCode}, although no test failed` : "no test ran";
  return { ...tally, failed: 1, remarks: [...tally.remarks, `${name}: ${why}`] };
}

/** @param {unknown} message */
function firstLine(message) {
  return String(message ?? "an error without a message").split("\n")[0];
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  const total = (/** @type {"passed" | "failed" | "skipped"} */ key) =>
    tallies.reduce((all, tally) => all + tally[key], 0);
  return {
    passed: total("passed"),
    failed: total("failed"),
    skipped: total("skipped"),
    remarks: tallies.flatMap(({ remarks }) => remarks),
  };
}

/** @param {Tally} tally */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}
