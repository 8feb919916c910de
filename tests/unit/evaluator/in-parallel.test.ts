import { describe, expect, it } from "vitest";
import { chunksOf, inParallel } from "@/lib/evaluator/in-parallel";

describe("work on a few items at a time", () => {
  it("begins in order and does every item once", async () => {
    const begun: number[] = [];
    const items = Array.from({ length: 25 }, (_, i) => i);
    await inParallel(items, async (item) => {
      begun.push(item);
      await new Promise((resolve) => setTimeout(resolve, item % 3));
    });
    expect(begun).toEqual(items);
  });

  it("throws the first error once what is under way has ended, and begins nothing more", async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const work = inParallel(
      Array.from({ length: 25 }, (_, i) => i),
      async (item) => {
        begun.push(item);
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (item === 5) throw new Error("five");
        ended.push(item);
      },
    );
    await expect(work).rejects.toThrow("five");
    expect(begun.length).toBeLessThan(12);
    expect(ended.toSorted((a, b) => a - b)).toEqual(begun.filter((item) => item !== 5));
  });
});

describe("chunks", () => {
  it.each([
    [0, []],
    [2, [2]],
    [5, [3, 2]],
    [6, [3, 3]],
  ])("of three of %i items", (n, sizes) => {
    const items = Array.from({ length: n }, (_, i) => i);
    const chunks = chunksOf(items, 3);
    expect(chunks.map((chunk) => chunk.length)).toEqual(sizes);
    expect(chunks.flat()).toEqual(items);
  });
});
