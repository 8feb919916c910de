import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LOG_FORMAT, readLog } from "@/lib/adr/git-log";
import { dayIn, inForceOn, merged, type Version, versionBefore, versionNamed } from "@/lib/adr/versions";

let made = 0;
const version = (at: string, more: Partial<Version> = {}): Version => ({
  sha: (++made).toString(16).padStart(40, "0"),
  at: at.length === 10 ? `${at}T12:00:00.000Z` : at,
  author: "Owner",
  subject: "Change it",
  path: "docs/adr/0001-a.md",
  change: "changed",
  onLine: true,
  boundary: false,
  ...more,
});

const anyVersions = fc
  .array(fc.record({ minute: fc.integer({ min: 0, max: 200_000 }), onLine: fc.boolean() }), { maxLength: 12 })
  .map((all) =>
    all.map(({ minute, onLine }) => version(new Date(1_767_225_600_000 + minute * 60_000).toISOString(), { onLine })),
  );
const anyDay = fc
  .integer({ min: 0, max: 160 })
  .map((n) => new Date(1_766_620_800_000 + n * 86_400_000).toISOString().slice(0, 10));

describe("the version in force on a day", () => {
  const [third, second, first] = [
    version("2026-09-03"),
    version("2026-08-10"),
    version("2026-05-01", { change: "added" }),
  ];
  const history = { versions: [third, second, first], whole: true };

  test.each([
    ["2026-09-03", third],
    ["2026-09-02", second],
    ["2026-08-10", second],
    ["2027-01-01", third],
  ])("at the end of %s is the newest that was committed by then", (day, expected) => {
    expect(inForceOn(history, day)).toEqual({ state: "in-force", version: expected });
  });

  test("is none before the record was there, and the first one is named", () => {
    expect(inForceOn(history, "2026-04-30")).toEqual({ state: "not-yet", first });
  });

  test("is not known where what is older was left out", () => {
    expect(inForceOn({ ...history, whole: false }, "2026-04-30")).toEqual({ state: "not-known", oldest: first });
  });

  test("is none between a deletion and the day the record came back", () => {
    const gone = version("2026-08-20", { change: "deleted" });
    const versions = [third, gone, second, first];
    expect(inForceOn({ versions, whole: true }, "2026-08-25")).toEqual({ state: "deleted", version: gone });
    expect(inForceOn({ versions, whole: true }, "2026-09-04")).toEqual({ state: "in-force", version: third });
  });

  test("is not what was written on another branch and merged later", () => {
    const merge = version("2026-09-20");
    const side = version("2026-09-10", { onLine: false });
    const versions = [merge, side, third];
    expect(inForceOn({ versions, whole: true }, "2026-09-15")).toMatchObject({ version: third });
    expect(inForceOn({ versions, whole: true }, "2026-09-20")).toMatchObject({ version: merge });
  });

  test("never becomes an older one as the days go by, and is always on the line", () => {
    fc.assert(
      fc.property(anyVersions, anyDay, anyDay, (versions, a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        const at = (day: string): number => {
          const found = inForceOn({ versions, whole: true }, day);
          if (found.state !== "in-force") return versions.length;
          expect(found.version.onLine).toBe(true);
          expect(found.version.at.slice(0, 10) <= day).toBe(true);
          return versions.indexOf(found.version);
        };
        expect(at(later)).toBeLessThanOrEqual(at(earlier));
      }),
    );
  });
});

describe("two lists of commits as one", () => {
  test("are sorted into one another by date", () => {
    const line = [version("2026-09-20"), version("2026-08-10")];
    const side = [version("2026-09-25"), version("2026-09-10"), version("2026-07-01")];
    const [newest, middle, oldest] = side;
    expect(merged(line, side)).toEqual([newest, line[0], middle, line[1], oldest]);
  });

  test("hold each commit once, and each list in its own order", () => {
    fc.assert(
      fc.property(anyVersions, fc.array(fc.nat()), (all, picks) => {
        const line = all.filter((_, i) => picks.some((pick) => pick % all.length === i));
        const one = merged(line, all);
        expect(new Set(one)).toEqual(new Set(all));
        expect(one).toHaveLength(all.length);
        expect(one.filter((each) => line.includes(each))).toEqual(line);
      }),
    );
  });
});

describe("a version is named", () => {
  const all = [version("2026-09-03", { sha: "ab".repeat(20) }), version("2026-08-10", { sha: "cd".repeat(20) })];

  test("by seven or more figures of its sha", () => {
    expect(versionNamed(all, "cdcdcdc")).toBe(all[1]);
    expect(versionNamed(all, "ab".repeat(20))).toBe(all[0]);
  });

  test.each([
    "--output=/tmp/x",
    "..",
    "HEAD",
    "ababab",
    "ABABABA",
    "ababab\nq",
    "",
    "ef".repeat(20),
    `${"ab".repeat(20)}^`,
  ])("by nothing else: %j is refused", (text) => {
    expect(versionNamed(all, text)).toBeNull();
  });
});

test("what a version changed is told against the one before it on its branch, or on the line", () => {
  const [merge, side, old, gone, first] = [
    version("2026-09-20"),
    version("2026-09-10", { onLine: false }),
    version("2026-08-10"),
    version("2026-07-01", { change: "deleted" }),
    version("2026-06-01"),
  ];
  const all = [merge, side, old, gone, first];
  expect([merge, side, old, first].map((each) => versionBefore(all, each))).toEqual([old, old, first, null]);
});

test.each([
  ["2026-09-01", "2026-09-01"],
  ["2026-02-30", null],
  ["2026-9-1", null],
  ["today", null],
  ["2026-09-01T00:00", null],
])("%s is read as the day %s", (text, day) => {
  expect(dayIn(text)).toBe(day);
});

describe("git's log is read", () => {
  const sha = (letter: string): string => letter.repeat(40);
  const entry = (...fields: string[]): string => `\u001e${fields.join("\0")}`;

  test("with its renames, and a subject that holds the separator", () => {
    const log =
      entry(sha("a"), "2026-09-03T10:00:00+02:00", "Ann", sha("b"), "Say \u001e why", "\nM", "adr/0001-b.md", "") +
      entry(sha("b"), "2026-08-10T10:00:00Z", "Bob", "", "Begin", "\nR095", "adr/0001-a.md", "adr/0001-b.md", "");
    expect(readLog(log, true, false)).toEqual([
      {
        sha: sha("a"),
        at: "2026-09-03T08:00:00.000Z",
        author: "Ann",
        subject: "Say \u001e why",
        path: "adr/0001-b.md",
        change: "changed",
        onLine: true,
        boundary: false,
      },
      {
        sha: sha("b"),
        at: "2026-08-10T10:00:00.000Z",
        author: "Bob",
        subject: "Begin",
        path: "adr/0001-b.md",
        change: "renamed",
        onLine: true,
        boundary: false,
      },
    ]);
  });

  test.each(["Weaken the target\u001eabc", `Weaken the target\u001e${"a".repeat(40)}`, "Weaken the target\u001e"])(
    "with a commit that ends its subject like the beginning of another: %j",
    (subject) => {
      const log =
        entry(sha("a"), "2026-09-03T10:00:00Z", "Ann", sha("b"), subject, "\nM", "adr/0001-a.md", "") +
        entry(sha("b"), "2026-08-10T10:00:00Z", "Bob", "", "Begin", "\nA", "adr/0001-a.md", "");
      expect(readLog(log, true, false).map((version) => version.subject)).toEqual([subject, "Begin"]);
    },
  );

  test("with a commit of a year that no calendar has", () => {
    const log = entry(sha("a"), "10000-01-01T00:00:00Z", "Ann", sha("b"), "Weaken", "\nM", "adr/0001-a.md", "");
    expect(readLog(log, true, false)).toMatchObject([{ at: "9999-12-31T23:59:59.999Z", subject: "Weaken" }]);
  });

  test("with names and subjects of 200 characters at most, none of them cut in two", () => {
    const log = entry(
      ...[sha("a"), "2026-09-03T10:00:00Z", "A".repeat(9_999), "", `${"s".repeat(198)}${"😀".repeat(9_999)}`],
      ...["\nM", "adr/0001-a.md", ""],
    );
    const [version] = readLog(log, true, false);
    expect(version?.author).toBe(`${"A".repeat(199)}…`);
    expect(version?.subject).toBe(`${"s".repeat(198)}…`);
  });

  test("and what has no parent in a shallow clone is where it begins", () => {
    const log = entry(sha("a"), "2026-09-03T10:00:00Z", "Ann", "", "Any", "\nA", "adr/0001-a.md", "");
    expect(readLog(log, true, true)[0]?.boundary).toBe(true);
    expect(readLog(log, true, false)[0]?.boundary).toBe(false);
  });

  test("without anybody's address", () => {
    expect(LOG_FORMAT).not.toMatch(/%[ac][eE]/);
  });
});
