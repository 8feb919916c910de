import { describe, expect, test } from "vitest";
import { lastLine, sum, tallyCheck, tallyPlaywright, tallyVitest } from "../../../scripts/tally.mjs";

const vitestReport = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };
const playwrightReport = { stats: { expected: 4, unexpected: 0, flaky: 1, skipped: 2 }, errors: [] };

test("a check counts as one", () => {
  expect(tallyCheck(0)).toMatchObject({ passed: 1, failed: 0 });
  expect(tallyCheck(2)).toMatchObject({ passed: 0, failed: 1 });
});

describe("vitest's report", () => {
  test("its tests are counted as it counted them", () => {
    expect(tallyVitest("unit", vitestReport, 0)).toEqual({ passed: 7, failed: 0, skipped: 2, remarks: [] });
    expect(tallyVitest("unit", { ...vitestReport, numFailedTests: 3 }, 1)).toMatchObject({
      passed: 7,
      failed: 3,
      remarks: [],
    });
  });

  test("a file that could not be read is a failure, named", () => {
    const testResults = [{ name: "a.test.ts", status: "failed", assertionResults: [], message: "no such module" }];
    const tally = tallyVitest("unit", { ...vitestReport, testResults }, 1);
    expect(tally).toMatchObject({ failed: 1, remarks: ["unit: a.test.ts could not be run\n    no such module"] });
  });

  test("a failed test is named with its file and its reason, but without a stack", () => {
    const failed = {
      status: "failed",
      fullName: "two and two are four",
      failureMessages: ["\u001b[31mError: five\u001b[39m\n    at sum (a.ts:1:1)"],
    };
    const passed = { status: "passed", fullName: "one is one", failureMessages: [] };
    const testResults = [{ name: "a.test.ts", status: "failed", assertionResults: [passed, failed] }];
    const tally = tallyVitest("unit", { ...vitestReport, numFailedTests: 1, testResults }, 1);
    expect(tally.remarks).toEqual(["unit: a.test.ts: two and two are four\n    Error: five"]);
  });

  test("a runner that fails although no test did is a failure", () => {
    const tally = tallyVitest("unit", vitestReport, 1);
    expect(tally).toMatchObject({
      passed: 7,
      failed: 1,
      remarks: ["unit: the runner ended with code 1, although no test failed"],
    });
  });
});

describe("Playwright's report", () => {
  test("a test that passed at the second try has passed", () => {
    expect(tallyPlaywright("browser", playwrightReport, 0)).toEqual({ passed: 5, failed: 0, skipped: 2, remarks: [] });
  });

  test("an error outside the tests is a failure, by its first line", () => {
    const tally = tallyPlaywright("browser", { ...playwrightReport, errors: [{ message: "no server\n  at x" }] }, 1);
    expect(tally).toMatchObject({ failed: 1, remarks: ["browser: no server"] });
  });

  test("a failed test is named with its place and its reason, however deep it stands", () => {
    const spec = {
      ok: false,
      file: "a.spec.ts",
      line: 7,
      title: "the page opens",
      tests: [{ results: [{ error: { message: "Error: closed\n    at open (a.ts:1:1)" } }] }],
    };
    const suites = [{ specs: [{ ok: true }], suites: [{ specs: [spec] }] }];
    const stats = { ...playwrightReport.stats, unexpected: 1 };
    const tally = tallyPlaywright("browser", { stats, errors: [], suites }, 1);
    expect(tally).toMatchObject({ failed: 1, remarks: ["browser: a.spec.ts:7: the page opens\n    Error: closed"] });
  });
});

describe("a runner that tells nothing", () => {
  test.each([tallyVitest, tallyPlaywright])("%o: no report is a failure, whatever the exit code", (tally) => {
    expect(tally("unit", null, 0)).toMatchObject({
      failed: 1,
      remarks: ["unit: the runner ended with code 0 and no report"],
    });
  });

  test("no test at all is a failure", () => {
    const nothing = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };
    expect(tallyVitest("unit", nothing, 0)).toMatchObject({ failed: 1, remarks: ["unit: no test ran"] });
    const none = { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 3 } };
    expect(tallyPlaywright("browser", none, 0)).toMatchObject({
      failed: 1,
      skipped: 3,
      remarks: ["browser: no test ran"],
    });
  });
});

test("the last line sums everything and leaves skipped out when there is none", () => {
  const total = sum([tallyCheck(0), tallyCheck(1), tallyVitest("unit", vitestReport, 0)]);
  expect(lastLine(total)).toBe("8 passed, 1 failed, 2 skipped");
  expect(lastLine(sum([tallyCheck(0)]))).toBe("1 passed, 0 failed");
});
