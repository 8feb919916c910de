import { describe, expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { statusWords } from "@/lib/adr/status";

const lines = (...text: string[]) => text.join("\n");
const statusOf = (text: string) => {
  const { status, statusWhere } = readAdr("docs/adr/0001-a.md", text);
  return `${status} (${statusWhere})`;
};

describe("a status is read where people write it", () => {
  test.each([
    ["MADR 4 front matter", lines("---", "status: accepted", "---", "# A"), "accepted (front matter)"],
    ["a quoted value", lines("---", 'status: "Accepted"', "---", "# A"), "accepted (front matter)"],
    ["braces, a YAML map", lines("---", "status: { accepted }", "---", "# A"), "accepted (front matter)"],
    ["a key in French", lines("---", "statut: accepté", "---"), "accepté (front matter)"],
    [
      "a Nygard heading",
      lines("# 1. A", "", "## Status", "", "Accepted", "", "## Context"),
      "accepted (heading Status)",
    ],
    ["an underlined heading", lines("# A", "", "Status", "------", "Proposed"), "proposed (heading Status)"],
    ["headings of one level", lines("# A", "# Status", "Deprecated", "# Context"), "deprecated (heading Status)"],
    ["a bullet", lines("# A", "* Status: accepted"), "accepted (line Status)"],
    ["a bold bullet", lines("# A", "- **Status:** Draft"), "draft (line Status)"],
    ["a bold name", lines("# A", "**Status**: Draft"), "draft (line Status)"],
    ["a quoted line", lines("# A", "> `Status`: Draft"), "draft (line Status)"],
    [
      "the last line of the file",
      lines("# A", ...Array(80).fill("text"), "", "Status: accepted"),
      "accepted (line Status)",
    ],
    [
      "a table row",
      lines("# A", "", "| Status | ✅ Accepted |", "|---|---|", "| Date | 2026-01-01 |"),
      "accepted (table)",
    ],
    ["a quoted table row with back-ticks", lines("> | | |", "> |-|-|", "> | `Status` | `living` |"), "living (table)"],
    [
      "a table with a column each",
      lines("| Date | Status | Owner |", "|--|--|--|", "| 2026 | rejected | SRE |"),
      "rejected (table)",
    ],
    [
      "Windows line ends and a byte order mark",
      "\uFEFF---\r\nstatus: accepted\r\n---\r\n# A\r\n",
      "accepted (front matter)",
    ],
    ["several lines", lines("## Status", "Superseded", "by [19](0019-b.md)"), "superseded (heading Status)"],
    ["the checked box", lines("## Status", "- [ ] Proposed", "- [x] Accepted"), "accepted (heading Status)"],
    [
      "a line below the old status",
      lines("## Status", "", "Accepted", "", "Superceded by [9](0009-b.md)"),
      "superseded (heading Status)",
    ],
  ])("%s", (_, text, expected) => expect(statusOf(text)).toBe(expected));
});

describe("a status that is not stated stays so", () => {
  test.each([
    ["no status", "# A\n\nWe accepted the offer."],
    ["an example in a fence", lines("# A", "```md", "## Status", "Accepted", "Status: accepted", "```")],
    ["an example in a fence that never ends", lines("# A", "~~~", "Status: accepted")],
    ["an HTML comment", lines("# A", "<!-- Status: accepted", "## Status", "accepted -->")],
    ["an empty heading", lines("## Status", "", "## Context", "Accepted by all.")],
    ["a template's choices", lines("---", "status: {proposed | rejected | accepted}", "---")],
    ["a code", lines("- Status: 404")],
  ])("%s", (_, text) => expect(statusOf(text)).toBe("not stated (nowhere)"));
});

describe("a log of changes gives a status", () => {
  const logged = (...entries: string[]) => statusOf(lines("# A", "", "## History", "", ...entries));
  test.each([
    ["2024-01-02: declined", "declined"],
    ["[approved](https://example.org/2) (2025-08-05) - by all", "approved"],
    ["2024-01-02: accepted by the board", "accepted"],
    ["2024-01-02 - Accepted.", "accepted"],
    ["Accepted on 2024-01-02", "accepted"],
    ["2024-01-02: superseded (see the other one)", "superseded"],
  ])("%s", (entry, status) => expect(logged(`- ${entry}`)).toBe(`${status} (heading History)`));

  test.each([
    "2024-01-02: rejected option B, kept option A",
    "2024-01-02: deprecated endpoint removed from text",
    "2024-01-02: accepted remarks of the review",
    "2024-01-02: approved bystanders named",
    "2024-01-02: rejected 方案",
  ])("but not by prose: %s", (entry) => expect(logged(`- ${entry}`)).toBe("not stated (nowhere)"));

  test("by its latest entry that says one", () =>
    expect(logged("- 2024-01-02: proposed", "- 2024-02-03: accepted", "- 2024-03-04: rejected a remark")).toBe(
      "accepted (heading History)",
    ));
});

describe("a folder gives a status", () => {
  test.each([
    ["rejected/0001-x.md", "rejected"],
    ["docs/adr/rejected/0001-x.md", "rejected"],
    ["docs/adr/rejected/2024/0001-x.md", "rejected"],
    ["services/draft/docs/decisions/Deprecated/0001-x.md", "deprecated"],
    ["rejected/0001-x/README.md", "rejected"],
    ["services/draft/docs/adr/0001-x.md", "not stated"],
    ["archive/implemented/docs/adr/0001-x.md", "not stated"],
    ["draft/docs/architecture-decisions/0001-x.md", "not stated"],
    ["services/draft/docs/0001-x.md", "not stated"],
    ["docs/adr/constructor/0001-x.md", "not stated"],
  ])("%s: %s", (path, status) => expect(readAdr(path, "# X\n\nText.").status).toBe(status));
});

test("where a system stands in its life is no status of the record", () => {
  expect(statusOf(lines("---", "lifecycle: production", "---", "# A"))).toBe("not stated (nowhere)");
  expect(statusOf(lines("---", "lifecycle: production", "---", "# A", "Status: accepted"))).toBe(
    "accepted (line Status)",
  );
});

test("a deeper heading about something else gives way to the table", () => {
  const text = lines("| Status | Accepted |", "|---|---|", "", "### Status", "", "Each order has a status.");
  expect(statusOf(text)).toBe("accepted (table)");
  expect(readAdr("a.md", text).problems).toEqual([]);
});

test("front matter that contradicts the body wins, and both are named with a line", () => {
  const record = readAdr("a.md", lines("---", "status: accepted", "---", "# A", "## Status", "Deprecated"));
  expect(record.status).toBe("accepted");
  expect(record.problems).toEqual([
    { message: "Two statuses: “accepted” (front matter) and “deprecated” (heading Status).", line: 6 },
  ]);
});

describe("the words of a status", () => {
  test.each([
    ["accepted; supersedes ADR-0045", "accepted"],
    ["❌ Rejected (see [019](019.md))", "rejected"],
    ["⌛️ Superseded [0019](0019.md)", "superseded"],
    ["Superseded by ADR-0019", "superseded"],
    ["Superceded", "superseded"],
    ["Parts of this superseded by ADR-020", "parts of this superseded"],
    ["Partly superseded", "partly superseded"],
    ["**Accepted** on 2026-01-01", "accepted"],
    ["2026-01-01 - accepted", "accepted"],
    ["Proposed/Approved/Rejected", null],
    ["", null],
  ])("%s", (text, expected) => expect(statusWords(text)).toBe(expected));
});
