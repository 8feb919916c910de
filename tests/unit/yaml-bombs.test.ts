import { expect, it } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { readOpenSlo } from "@/lib/interop/openslo";

const BOMBS = 500;
const LIMIT_MS = 100;
/** On a machine that does other things too: so many times as long as a plain text of its size. */
const RATIO = 20;

/** Texts that grow when they are read, or lead their reader deep or back and forth. */
function bombOf(i: number): string {
  const size = 10 + ((i * 37) % 400);
  const aliases = (levels: number, width: number): string =>
    Array.from(
      { length: levels },
      (_, level) =>
        `a${level}: &a${level} [${Array(width)
          .fill(level === 0 ? "x" : `*a${level - 1}`)
          .join(",")}]`,
    ).join("\n");
  const kinds: readonly (() => string)[] = [
    () => aliases(3 + (i % 9), 2 + (i % 12)),
    () => `a: ${"[".repeat(size * 20)}`,
    () => `a: ${"{a: ".repeat(size * 4)}`,
    () => Array.from({ length: size }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    () => `a: ${"- ".repeat(size * 20)}x`,
    () => `a: ${"!".repeat(size * 20)}x`,
    () => `a: ${"&a ".repeat(size)}x`,
    () => `a: "${"\\".repeat(size * 40)}`,
    () => `a: |${"\n ".repeat(size * 10)}`,
    () => `a: ${"#".repeat(size * 20)} ${"? ".repeat(size * 4)}`,
    () => `<<: ${"*a ".repeat(size)}\n${"<<: &b { <<: *b }\n".repeat(i % 40)}`,
    () => Array.from({ length: size }, (_, k) => `? [${k}, ${"[".repeat(i % 30)}`).join("\n"),
    () => `a: ${"1".repeat(size * 40)}e${"9".repeat(size)}`,
    () => `&a a: *a\nb: &b [*b, *b]\nc: ${"*b,".repeat(size)}`,
    () => `${"a".repeat(size * 40)}${": ".repeat(size)}`,
  ];
  return kinds[i % kinds.length]?.() ?? "";
}

const plainOf = (bytes: number): string => "key: some plain words\n".repeat(Math.ceil(bytes / 22)).slice(0, bytes);

const READERS: readonly [string, (text: string) => unknown][] = [
  ["front matter", (text) => readAdr("adr/0001-x.md", `---\n${text}\n---\n# X\n`)],
  ["an OpenSLO document", readOpenSlo],
];

const took = (read: () => unknown): number => {
  const began = performance.now();
  read();
  return performance.now() - began;
};

it.each(READERS)(`${BOMBS} bombs of YAML as %s are each read or refused at once`, (_, read) => {
  for (let i = 0; i < 50; i++) read(bombOf(i));
  const slow: string[] = [];
  for (let i = 0; i < BOMBS; i++) {
    const bomb = bombOf(i);
    // The best of three: what is slow by itself is slow each time.
    const ms = Math.min(...[1, 2, 3].map(() => took(() => read(bomb))));
    if (ms < LIMIT_MS) continue;
    const plain = Math.min(...[1, 2, 3].map(() => took(() => read(plainOf(bomb.length)))));
    if (ms > plain * RATIO || ms > LIMIT_MS * 10)
      slow.push(`${i % 15} of ${bomb.length} bytes: ${ms.toFixed(0)} ms, plain ${plain.toFixed(0)} ms`);
  }
  expect(slow).toEqual([]);
});
