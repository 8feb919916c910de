import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { textIn } from "@/lib/adr/hast-text";
import { readAdr } from "@/lib/adr/record";
import { drawAdr, NotDrawn } from "@/lib/gateways/drawing";

const record = (text: string) => readAdr("docs/adr/0001-a.md", text);

/** The longest time for which nothing else had its turn while the work was done, ms. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let going = true;
  const ticking = (async () => {
    for (let before = performance.now(); going; ) {
      await pause(5);
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }
  })();
  await work();
  going = false;
  await ticking;
  return longest;
}

describe("a record is drawn by a thread of its own", () => {
  test("into sections, tables, code and footnotes", async () => {
    const text =
      "# A\n\nLead[^1].\n\n## Context\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nlet a;\n```\n\n[^1]: Note.\n";
    const { lead, sections } = await drawAdr(record(text));
    expect(textIn(lead)).toContain("Lead");
    expect(sections.map(({ title }) => title)).toEqual(["Context", "Footnotes"]);
    expect(JSON.stringify(sections)).toMatch(/"tagName":"table".*"tagName":"code".*footnote/);
  });

  test("once, as long as it stays the same", async () => {
    const first = await drawAdr(record("# Same\n\ntext"));
    expect(await drawAdr(record("# Same\n\ntext"))).toBe(first);
    expect(await drawAdr(record("# Same\n\nother text"))).not.toBe(first);
  });
});

const near = (length: number, text: string) => text.repeat(Math.floor(length / text.length));
const HOSTILE: [string, string][] = [
  ["emphasis", `# A\n\n${near(90_000, "*a_ ")}`],
  ["brackets", `# A\n\n${near(90_000, "[")}`],
  ["lists in lists", Array.from({ length: 400 }, (_, n) => `${"  ".repeat(n)}- a`).join("\n")],
  ["tables", `# A\n\n|${near(30_000, "a|")}\n|${near(30_000, "-|")}\n${near(20_000, "|a|\n")}`],
  [
    "footnotes",
    `# A\n\n${Array.from({ length: 1_500 }, (_, n) => `[^${n}]`).join("\n")}\n\n[^1]: ${near(20_000, "[^1] ")}`,
  ],
  ["definitions", `# A\n\n${near(80_000, "[a]: b\n")}`],
  ["HTML", `# A\n\n${near(90_000, "<a ")}`],
];

describe("hostile Markdown", () => {
  test("holds up nobody: it is drawn or refused with a reason, and others have their turn meanwhile", async () => {
    await drawAdr(record("# The thread has started"));
    for (const [name, text] of HOSTILE) {
      const read = record(text);
      let outcome = "";
      const block = await longestBlock(async () => {
        outcome = await drawAdr(read).then(
          () => "drawn",
          (error: unknown) => (error instanceof NotDrawn ? error.message : String(error)),
        );
      });
      expect(outcome, name).toMatch(/^drawn$|^The text (?:is|holds|took|needs) /);
      expect(block, name).toBeLessThan(200);
    }
  });

  test("that was stopped or refused leaves the thread for the next", async () => {
    await expect(drawAdr(record(`# A\n\n${near(90_000, "*a_ ")}b`))).rejects.toBeInstanceOf(NotDrawn);
    expect((await drawAdr(record("# B\n\nnext"))).sections).toEqual([]);
  });
});

const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "drawn",
    (error: unknown) => String(error),
  );

describe("a text that took too long", () => {
  test("is tried anew after a minute, as the machine may have been busy, and not before", async () => {
    await drawAdr(record("# The thread has started anew"));
    const slow = record(
      `# Slow\n\n${near(60_000, "A plain sentence with `code`, and one more of about the same length.\n\n")}`,
    );
    const clock = vi.spyOn(performance, "now");
    onTestFinished(() => {
      vi.useRealTimers();
      clock.mockRestore();
    });
    let now = performance.now();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const elapse = (ms: number) => {
      now += ms;
      clock.mockReturnValue(now);
      vi.advanceTimersByTime(ms);
    };
    const first = drawAdr(slow);
    await new Promise(setImmediate);
    elapse(2_000);
    expect(await outcomeOf(first)).toContain("took longer than 2 s");
    elapse(50_000);
    expect(drawAdr(slow)).toBe(first);
    elapse(11_000);
    vi.useRealTimers();
    const second = drawAdr(slow);
    expect(second).not.toBe(first);
    expect(await outcomeOf(second)).toBe("drawn");
  });

  test("only because whoever asked was busy is drawn: the answer has its turn before the time is up", async () => {
    await drawAdr(record("# The thread has started once more"));
    const drawing = outcomeOf(drawAdr(record("# A quick one")));
    await new Promise(setImmediate);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_300);
    expect(await drawing).toBe("drawn");
  });
});
