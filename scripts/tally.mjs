// @ts-check

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} remarks what failed without a failing test of its own
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
  const unread = (report.testResults ?? []).filter(
    (/** @type {any} */ file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unread.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    remarks: unread.map((/** @type {any} */ file) => `${name}: ${file.name} could not be run`),
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
    remarks: errors.map((/** @type {string} */ error) => `${name}: ${error}`),
  };
  return withRunner(name, tally, exitCode);
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
  const remark = ran ? `the runner ended with code ${exitCode}, although no test failed` : "no test ran";
  return { ...tally, failed: 1, remarks: [...tally.remarks, `${name}: ${remark}`] };
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
