import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "@/lib/format/csv";

/** Reads one line as RFC 4180 says. */
function cellsOf(line: string): string[] {
  expect(line.endsWith("\r\n")).toBe(true);
  const cells = [...line.slice(0, -2).matchAll(/(?:^|,)"((?:[^"]|"")*)"/g)].map(
    ([, cell]) => cell?.replaceAll('""', '"') ?? "",
  );
  expect(cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).toBe(line.slice(0, -2));
  return cells;
}

describe("a line of CSV", () => {
  test("escapes what a spreadsheet would run: = + - @, tabs and line ends, also in full width and behind spaces", () => {
    for (const cell of [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "\t=1",
      "\r=1",
      "\n=1",
      "＝1",
      "＋1",
      "－1",
      "＠a",
      "  =1",
      "\u00a0=1",
    ])
      expect(cellsOf(csvLine([cell]))).toEqual([`'${cell}`]);
    for (const cell of ["a=1", "1-1", "it's", "", "{}", "2026-11-24", '"=1"'])
      expect(cellsOf(csvLine([cell]))).toEqual([cell]);
  });

  test("gives back every text, with an apostrophe at most before it", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (cells) => {
        const read = cellsOf(csvLine(cells));
        expect(read.map((cell, i) => (cell === cells[i] ? cell : cell.slice(1)))).toEqual(cells);
        for (const cell of read) expect(cell).not.toMatch(/^\s*[=+\-@]|^[\t\r\n]/);
      }),
      { numRuns: 2_000 },
    );
  });

  test("gives back every number as it is, below zero too", () => {
    expect(csvLine([-0.35, "-0.35"])).toBe('"-0.35","\'-0.35"\r\n');
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
        (number) => {
          expect(cellsOf(csvLine([number])).map(Number)).toEqual([number]);
        },
      ),
    );
  });

  test("writes nothing for null", () => {
    expect(csvLine([1, null, "b"])).toBe('"1","","b"\r\n');
  });
});
