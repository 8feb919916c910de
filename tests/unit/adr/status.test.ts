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
