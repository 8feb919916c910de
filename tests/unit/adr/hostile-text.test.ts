import { describe, expect, test } from "vitest";
import { lintRecords } from "@/lib/adr/lint";
import { readAdr } from "@/lib/adr/record";
import { recordsAmong } from "@/lib/adr/recordhood";
import { searchText } from "@/lib/adr/search-text";

const SIZE = 64 * 1024;
const filled = (unit: string, size = SIZE) => unit.repeat(Math.floor(size / unit.length));

function timeToRead(text: string): number {
  const before = performance.now();
  const record = readAdr("docs/adr/b.md", text);
  recordsAmong([record]);
  lintRecords([record], "2026-11-25", () => true);
  searchText(record);
  return performance.now() - before;
}

/** What else the machine does in the meantime makes a reading only longer, so the quickest of a few counts. */
const quickest = (text: string, enough: number): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 3 && least > enough; n++) least = Math.min(least, timeToRead(text));
  return least;
};

const inBody = (text: string) => `# B\n\nStatus: accepted\n\n${text}\n`;
const inField = (key: string, value: string) => `---\nstatus: accepted\n${key}: "${value}"\n---\n# B\n`;
const harmless = Math.max(
  5,
  quickest(inBody(filled("- Supersedes: [ADR-1](0001-a.md), see there. The rest is a plain sentence.\n")), 0),
);
/** A pattern that goes wrong takes thousands of times as long. */
const MOST_TIMES = 40;

const UNITS = [
  ..."_*`\"'“-–.:;,/\\#|<>()[]{}!~=&+→ \ta1é",
  ...["_a", "*a", "a_", "a-", "a.", "./", "-_", "1-", "1.", "[a", "a]", "[]", "[](", "(a", "<a", "a|", "a: ", "**a"],
  ...[
    "adr ",
    "adr-1-",
    "ADR-1 ",
    "decision ",
    "0001-a",
    "#1",
    ".md",
    "supersedes ",
    "superseded by ",
    "superseded on ",
  ],
  ...["partly ", "some ", "status: ", "** ", "  |  ", "<br>", "~~a", ":a", "date ", "v1.", "is, ", "- ", "> ", "and "],
  ...["the of ", "of [a", "in ADR-", "(superseded ", "[deprecated by ", "this adr replaces ", "a: b | ", "2026 - "],
];

describe("a text of 64 KiB takes about as long to read whatever it repeats", () => {
  const shapes: [string, (unit: string) => string][] = [
    ["in a line of the body", (unit) => inBody(filled(unit))],
    ["in a file without a status", (unit) => `# B\n\n${filled(unit)}x\n`],
    ["in lines", (unit) => inBody(filled(`${filled(unit, 490)}\n`))],
    ["in items of a list", (unit) => inBody(`Supersedes:\n\n${filled(`- a${filled(unit, 1_400)}\n`)}`)],
    ["after a label", (unit) => inBody(filled(`**Superseded by**: a${filled(unit, 3_000)}\n\n`))],
    ["in the status", (unit) => `# B\n\n## Status\n\n${filled(`Superseded by ${filled(unit, 1_000)}\n\n`)}`],
    ["in a table", (unit) => inBody(filled(`| Superseded by | ${filled(unit.replaceAll("|", "/"), 450)} |\n`))],
    ["in headings", (unit) => inBody(filled(`## Supersedes ${filled(unit, 450)}\n\n`))],
    ["in a marked title", (unit) => `# [Superseded by ${filled(unit, 100)}] ${filled(unit)}\n`],
    ["in a part of another record", (unit) => inBody(filled(`Supersedes the ${filled(unit, 450)}\n\n`))],
    ["in fences", (unit) => `# B\n\n${filled(`\`\`\`\nStatus: ${filled(unit, 300)}\n\`\`\`\n`)}`],
    ["in links", (unit) => inBody(`Supersedes:\n\n${filled(`- [a](${filled(unit, 450)}\n`)}`)],
    ["in a change log", (unit) => `# B\n\n## History\n\n${filled(`- 2024-01-02: rejected ${filled(unit, 450)}\n`)}`],
    ...["superseded-by", "supersedes", "date", "title"].map((key): [string, (unit: string) => string] => [
      `in the field ${key}`,
      (unit) => inField(key, `1${filled(unit, 60_000)}x`.replace(/["\\\t]/g, "'")),
    ]),
    [
      "in a list of the field",
      (unit) => {
        const item = filled(unit, 450).replace(/["\\\t]/g, "'");
        return `---\nsuperseded-by:\n${filled(`- "a${item}"\n`, 60_000)}---\n# B\n`;
      },
    ],
  ];
  test.each(shapes)(
    "%s",
    (_, shape) => {
      const slow = UNITS.flatMap((unit) => {
        const times = quickest(shape(unit), MOST_TIMES * harmless) / harmless;
        return times > MOST_TIMES ? [`${JSON.stringify(unit)}: ${Math.round(times)} times`] : [];
      });
      expect(slow).toEqual([]);
    },
    60_000,
  );
});

test("a long value is cut between two references", () => {
  const paths = Array.from({ length: 40 }, (_, n) => `${String(n + 1).padStart(4, "0")}-a-name-of-some-length.md`);
  for (const mark of [", ", ",", " ; "]) {
    const { supersedes } = readAdr("docs/adr/0050-b.md", inField("supersedes", paths.join(mark)));
    const found = supersedes.map(({ target }) => target);
    expect(found.length).toBeGreaterThan(10);
    expect(found).toEqual(paths.slice(0, found.length));
  }
});
