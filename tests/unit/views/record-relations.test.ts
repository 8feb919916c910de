import { expect, test } from "vitest";
import { type AdrRecord, readAdr } from "@/lib/adr/record";
import { relationsAmong, relationsOfRecord } from "@/lib/views/record-relations";

const record = (name: string, ...lines: string[]) => readAdr(`docs/adr/${name}`, lines.join("\n"));

async function relationsOf(records: AdrRecord[], name: string) {
  const find = (path: string) => records.find((each) => each.path === path) ?? null;
  return relationsOfRecord(await relationsAmong(records), `docs/adr/${name}`, find);
}

test("a record that links to another several times is named once, with each of its sections", async () => {
  const to = "[sessions](0001-sessions.md)";
  const from = record("0002-edge.md", "# Edge", "## Why", to, `and ${to}`, "## How", "[d1](0001-sessions.md#d1)");
  const { backlinks } = await relationsOf([record("0001-sessions.md", "# Sessions"), from], "0001-sessions.md");
  expect(backlinks).toMatchObject([
    {
      path: "docs/adr/0002-edge.md",
      places: [
        { section: "Why", line: 3, fragment: null },
        { section: "How", line: 6, fragment: "d1" },
      ],
    },
  ]);
});

test("a number that several records bear leads to none of them, and all are named", async () => {
  const records = [
    record("0001-sessions.md", "# Sessions", "Status: superseded by ADR-2"),
    record("0002-edge.md", "# Edge", "Status: accepted"),
    record("0002-purge.md", "# Purge", "Status: accepted"),
  ];
  const { successions } = await relationsOf(records, "0001-sessions.md");
  expect(successions).toMatchObject([
    { record: null, text: "ADR-2", several: [{ title: "Edge" }, { title: "Purge" }] },
  ]);
});
