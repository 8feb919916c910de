import { describe, expect, test } from "vitest";
import { lintRecords } from "@/lib/adr/lint";
import { readAdr } from "@/lib/adr/record";

const record = (name: string, ...lines: string[]) => readAdr(`docs/adr/${name}`, lines.join("\n"));
const lint = (records: ReturnType<typeof record>[], there: string[] = []) =>
  lintRecords(records, "2026-11-25", (path) => [...there, ...records.map((each) => each.path)].includes(path));
const kinds = (...given: Parameters<typeof lint>) => lint(...given).map(({ kind }) => kind);

describe("a folder's records are held against one another", () => {
  test("a supersession that both sides state is in order", () => {
    const old = record("0001-a.md", "# A", "Status: superseded by [2](0002-b.md)");
    const successor = record("0002-b.md", "# B", "Status: accepted", "", "Supersedes [1](0001-a.md)");
    expect(lint([old, successor])).toEqual([]);
  });

  test("one that a single side states is told on that side", () => {
    const old = record("0001-a.md", "# A", "Status: superseded by ADR-2");
    expect(lint([old, record("0002-b.md", "# B", "Status: accepted")])).toEqual([
      {
        kind: "supersession-not-reciprocated",
        path: "docs/adr/0001-a.md",
        line: null,
        slo: null,
        message: "It is superseded by docs/adr/0002-b.md, which does not say so.",
      },
    ]);
  });

  test("a successor that is not there is told as it is written", () => {
    const [found] = lint([record("0001-a.md", "# A", "Status: superseded by ADR-77")]);
    expect(found).toMatchObject({
      kind: "supersession-unresolved",
      message: "It is superseded by “ADR-77”, which is no record here.",
    });
  });

  test("a number that several records bear is told with all of them", () => {
    const [found] = lint([
      record("0001-a.md", "# A", "Status: superseded by ADR-2"),
      record("0002-b.md", "# B", "Status: accepted"),
      record("0002-c.md", "# C", "Status: accepted"),
    ]);
    expect(found).toMatchObject({
      kind: "supersession-unresolved",
      message:
        "It is superseded by “ADR-2”, and several records are called that: docs/adr/0002-b.md, docs/adr/0002-c.md. Link to the file of the one that is meant.",
    });
  });
});

describe("a link", () => {
  const text = "See [a](../guide.md#part), [b](img/a.png), [c](https://example.org/x), [d](#here) and `[e](gone.md)`.";
  test("to a file that is not there is dead, with its line", () => {
    const found = lint([record("0001-a.md", "# A", "Status: accepted", "", text)], ["docs/guide.md"]);
    expect(found).toMatchObject([{ kind: "dead-link", line: 4, message: expect.stringContaining("img/a.png") }]);
  });

  test("in a fence is an example, and one that leaves the repository is not looked at", () => {
    const there = record(
      "0001-a.md",
      "# A",
      "Status: accepted",
      "```",
      "[a](gone.md)",
      "```",
      "[b](../../../etc/passwd)",
    );
    expect(lint([there])).toEqual([]);
  });
});

test("a review that is past is overdue only while the record holds", () => {
  const due = (status: string, day: string) =>
    record("0001-a.md", "---", `status: ${status}`, `review: {due: ${day}}`, "---", "# A");
  expect(kinds([due("accepted", "2026-11-24")])).toEqual(["review-overdue"]);
  expect(kinds([due("accepted", "2026-11-25")])).toEqual([]);
  for (const over of ["superseded", "declined", "cancelled", "archived", "verworfen", "remplacé"])
    expect(kinds([due(over, "2026-11-24")]), over).toEqual([]);
  expect(kinds([due("superseded in part", "2026-11-24")])).toEqual(["review-overdue"]);
});

test("what is not stated or not readable is told", () => {
  expect(kinds([record("0001-a.md", "# A", "Date: 03/05/2024")])).toEqual(["unreadable", "status-not-stated"]);
});
