import { describe, expect, it } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";
import { document } from "./document";

const FIELD = "metadata.annotations.plumbline.dev/exclusions";
const read = (yaml: string) =>
  readOpenSlo(
    document({
      "plumbline.dev/runbook": `plumbline.dev/exclusions: |\n${yaml
        .split("\n")
        .map((line) => `  ${line}`)
        .join("\n")}`,
    }),
  );
const problems = (yaml: string): string[] =>
  read(yaml).problems.map(({ line, field, message }) => `${line} ${field}: ${message}`);
const once = (over: Record<string, string> = {}) => {
  const fields = { from: "2026-01-31T22:00:00+01:00", to: "2026-02-01T02:00:00+01:00", reason: "move", ...over };
  return `- {${Object.entries(fields)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ")}}`;
};
const recurring = (over: Record<string, string> = {}) =>
  once({ to: "", duration: "2h", rrule: "FREQ=WEEKLY;BYDAY=SU", timeZone: "Europe/Berlin", ...over });

describe("exclusions in a document", () => {
  it("hold once, or recur by a rule in a time zone", () => {
    const { definitions, problems: found } = read(`${once()}\n${recurring({ reason: "backup" })}`);
    expect(found).toEqual([]);
    const fromAt = Date.parse("2026-01-31T21:00:00Z");
    expect(definitions[0]?.exclusions).toEqual([
      { fromAt, toAt: fromAt + 4 * 3_600_000, rrule: null, timeZone: null, reason: "move" },
      {
        fromAt,
        toAt: fromAt + 2 * 3_600_000,
        rrule: "FREQ=WEEKLY;BYDAY=SU",
        timeZone: "Europe/Berlin",
        reason: "backup",
      },
    ]);
  });

  it("may be none", () => {
    expect(read("[]").definitions[0]?.exclusions).toEqual([]);
  });

  it("may name the rule as iCalendar does", () => {
    expect(read(recurring({ rrule: "'RRULE:FREQ=DAILY'" })).definitions[0]?.exclusions).toMatchObject([
      { rrule: "FREQ=DAILY" },
    ]);
  });

  it.each([
    ["without a reason", once({ reason: "" }), `11 ${FIELD}[0].reason: is missing: an exclusion has a reason`],
    ["with an empty reason", once({ reason: "' '" }), `11 ${FIELD}[0].reason: is missing`],
    [
      "in local time",
      once({ from: "2026-01-31T22:00:00" }),
      `11 ${FIELD}[0].from: is not an instant with its offset, such as 2026-01-31T22:00:00+01:00`,
    ],
    ["that end before they begin", once({ to: "2026-01-31T21:00:00Z" }), `11 ${FIELD}[0].to: is not after from`],
    [
      "of more than 30 days",
      once({ to: "2026-03-31T21:00:00Z" }),
      `11 ${FIELD}[0].to: is more than 30 days after from`,
    ],
    ["of no duration", recurring({ duration: "0m" }), `11 ${FIELD}[0].duration: is not a duration, such as 90m or 2h`],
    [
      "of a duration in words",
      recurring({ duration: "long" }),
      `11 ${FIELD}[0].duration: is not a duration, such as 90m or 2h`,
    ],
    [
      "by no rule",
      recurring({ rrule: "sundays" }),
      `11 ${FIELD}[0].rrule: is no rule that can be counted: "sundays" is none of FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, WKST.`,
    ],
    [
      "in no time zone",
      recurring({ timeZone: "Mars/Olympus" }),
      `11 ${FIELD}[0].timeZone: is not a time zone, such as Europe/Berlin`,
    ],
    ["that are no list", "from: now", `11 ${FIELD}: is not a YAML list of {from, to, reason}`],
    ["that are no YAML", "- {", `11 ${FIELD}: is not a YAML list of {from, to, reason}`],
    [
      "of more keys than can be read",
      Array.from({ length: 3001 }, (_, i) => `${i ? " " : "-"} k${i}: 1`).join("\n"),
      `11 ${FIELD}: is not a YAML list of {from, to, reason}`,
    ],
    ["of a merge with text", "%YAML 1.1\n---\n- <<: x", `11 ${FIELD}: is not a YAML list of {from, to, reason}`],
    ["of aliases", "- &a {from: b}\n- *a", `11 ${FIELD}: is not a YAML list of {from, to, reason}`],
    [
      "without end",
      Array.from({ length: 101 }, () => once()).join("\n"),
      `11 ${FIELD}: holds more than 100 exclusions`,
    ],
  ])("are refused %s, with their place", (_, yaml, expected) => {
    expect(problems(yaml)).toEqual([expected]);
  });

  it("are refused with a field that means nothing, and named by number", () => {
    expect(problems(`${once()}\n${once({ until: "later" })}`)).toEqual([
      expect.stringMatching(/^11 .*exclusions\[1\]: .*until/),
    ]);
  });
});
