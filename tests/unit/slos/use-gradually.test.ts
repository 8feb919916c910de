import fc from "fast-check";
import { expect, test } from "vitest";
import { grown } from "@/app/slos/use-gradually";

const rows = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `row ${from + i}`);

test("a jump draws a few rows whole in a frame, and all of them after some frames", () => {
  let drawn: ReadonlySet<string> = new Set(rows(0, 30));
  const wanted = rows(500, 530);
  const sizes: number[] = [];
  while (drawn.size < wanted.length || !drawn.has("row 529")) {
    drawn = grown(drawn, wanted, "");
    sizes.push(drawn.size);
    if (sizes.length > 30) break;
  }
  expect(sizes).toEqual([5, 10, 15, 20, 25, 30]);
});

test("what is whole stays so, what has the focus is whole at once, and nothing is drawn that is not wanted", () => {
  const indices = fc.uniqueArray(fc.nat(60), { maxLength: 40 });
  fc.assert(
    fc.property(indices, indices, fc.nat(60), (before, after, focus) => {
      const key = (i: number): string => `row ${i}`;
      const [drawn, wanted] = [new Set(before.map(key)), after.map(key)];
      const whole = grown(drawn, wanted, key(focus));
      for (const each of wanted) if (drawn.has(each) || each === key(focus)) expect(whole).toContain(each);
      for (const each of whole) expect(wanted).toContain(each);
      const isNew = [...whole].filter((each) => !drawn.has(each) && each !== key(focus));
      expect(isNew.length).toBeLessThanOrEqual(5);
    }),
  );
});
