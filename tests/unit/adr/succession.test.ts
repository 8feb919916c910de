import { describe, expect, test } from "vitest";
import { linksIn } from "@/lib/adr/backlinks";
import { readAdr } from "@/lib/adr/record";
import { successionsOf } from "@/lib/adr/succession";

const record = (name: string, front: string, body = "") =>
  readAdr(`docs/adr/${name}.md`, `---\nstatus: accepted\n${front}\n---\n# Record ${name}\n\n${body}`);
const two = "decisions: { d1: { title: One }, d2: { title: Two } }";

describe("supersession", () => {
  test("that both records tell of is told once, by both", () => {
    const all = successionsOf([
      record("0001-a", "superseded-by: [0002-b.md]"),
      record("0002-b", "supersedes: [0001-a.md]"),
    ]);
    expect(all).toEqual([
      {
        old: "docs/adr/0001-a.md",
        successor: "docs/adr/0002-b.md",
        text: expect.any(String),
        several: [],
        ids: [],
        successorIds: [],
        inPart: false,
        saidBy: "both",
      },
    ]);
  });

  test.each([
    ["successor", "", "supersedes: [0001-a.md]"],
    ["old", "superseded-by: [0002-b.md]", ""],
  ])("that the %s alone tells of is no less known, and says so", (saidBy, old, successor) => {
    const all = successionsOf([record("0001-a", old), record("0002-b", successor)]);
    expect(all).toMatchObject([{ old: "docs/adr/0001-a.md", successor: "docs/adr/0002-b.md", saidBy }]);
  });

  test("of one decision is in part, and names it", () => {
    const [only] = successionsOf([record("0001-a", two), record("0002-b", "supersedes: [docs/adr/0001-a.md#d2]")]);
    expect(only).toMatchObject({ ids: ["d2"], inPart: true });
  });

  test("of all decisions of a record is whole", () => {
    const [only] = successionsOf([
      record("0001-a", two),
      record("0002-b", "supersedes: [docs/adr/0001-a.md#d2, docs/adr/0001-a.md#d1]"),
    ]);
    expect(only).toMatchObject({ ids: ["d2", "d1"], inPart: false });
  });

  test("is in part where the old record says of one of its decisions alone that it is superseded", () => {
    const old = record(
      "0001-a",
      "superseded-by: [0002-b.md#d1]\ndecisions: { d1: { title: One, status: superseded }, d2: { title: Two } }",
    );
    const [only] = successionsOf([old, record("0002-b", "supersedes: [0001-a.md]\ndecisions: { d1: { title: New } }")]);
    expect(only).toMatchObject({ ids: ["d1"], successorIds: ["d1"], inPart: true, saidBy: "both" });
  });

  test("by what is no record here keeps what was written", () => {
    expect(successionsOf([record("0001-a", "superseded-by: ADR-0099")])).toMatchObject([
      { old: "docs/adr/0001-a.md", successor: null, text: "ADR-0099" },
    ]);
  });

  test("by a number that several records bear names them all, and takes none of them for it", () => {
    const records = [record("0001-a", "superseded-by: ADR-2"), record("0002-b", ""), record("0002-c", "")];
    expect(successionsOf(records)).toMatchObject([
      { successor: null, text: "ADR-2", several: ["docs/adr/0002-b.md", "docs/adr/0002-c.md"] },
    ]);
  });

  test("of a record by itself is none", () => {
    expect(successionsOf([record("0001-a", "supersedes: [0001-a.md]")])).toEqual([]);
  });
});

describe("a sentence of the text", () => {
  test.each([
    ["This supersedes ADR-0012.", ["12"], []],
    ["This decision supersedes ADR-0012.", ["12"], []],
    ["We supersede ADR-0012.", ["12"], []],
    ["This record is superseded by ADR-0012.", [], ["12"]],
    ["The cache held pages for a day; this was replaced by ADR-0012.", [], []],
    ["Pages were kept in memory. This has been superseded by ADR-0012.", [], []],
  ])("is about the record where it names it: %s", (sentence, supersedes, supersededBy) => {
    const read = record("0002-b", "", `## Context\n\nSome words first. ${sentence}\n`);
    const numbers = (references: typeof read.supersedes) => references.map(({ number }) => String(Number(number)));
    expect({ supersedes: numbers(read.supersedes), supersededBy: numbers(read.supersededBy) }).toEqual({
      supersedes,
      supersededBy,
    });
  });
});

describe("links of a record", () => {
  test("are found with their section, their line and what they lead to", () => {
    const links = linksIn(
      record(
        "0002-b",
        "",
        "See [one](0001-a.md).\n\n## Context\n\nAs [D1](./0001-a.md#d1) says, [x][x].\n\n[x]: ../rfc/0003-c.md\n",
      ),
    );
    expect(links).toEqual([
      { to: "docs/adr/0001-a.md", fragment: null, line: 7, section: null },
      { to: "docs/adr/0001-a.md", fragment: "d1", line: 11, section: "Context" },
      { to: "docs/rfc/0003-c.md", fragment: null, line: 13, section: "Context" },
    ]);
  });

  test.each([
    ["in a code block", "```\n[one](0001-a.md)\n```"],
    ["in code marks", "`[one](0001-a.md)`"],
    ["in a comment", "<!-- [one](0001-a.md) -->"],
    ["to another site", "[one](https://example.org/0001-a.md)"],
    ["out of the repository", "[one](../../../0001-a.md)"],
    ["to the record itself", "[one](0002-b.md#d1)"],
  ])("%s are none", (_, body) => {
    expect(linksIn(record("0002-b", "", body))).toEqual([]);
  });

  test("with an escaped address are read", () => {
    expect(linksIn(record("0002-b", "", "[a](0001%20a.md)"))[0]?.to).toBe("docs/adr/0001 a.md");
  });
});
