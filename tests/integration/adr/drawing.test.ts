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

/** A clock that stands until it is told how long passed, and how much of it the process worked. */
function heldClock() {
  let now = performance.now();
  let worked = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  const cpu = vi
    .spyOn(process, "cpuUsage")
    .mockImplementation((before) => ({ user: worked * 1000 - (before?.user ?? 0), system: 0 }));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  onTestFinished(() => {
    vi.useRealTimers();
    clock.mockRestore();
    cpu.mockRestore();
  });
  return (ms: number, workedMs: number) => {
    now += ms;
    worked += workedMs;
    vi.advanceTimersByTime(ms);
  };
}

const slowRecord = (title: string) =>
  record(`# ${title}\n\n${near(60_000, "A plain sentence with `code`, and one more of about the same length.\n\n")}`);

describe("a text that took too long", () => {
  test("is tried anew after a minute, as the machine may have been busy, and not before", async () => {
    await drawAdr(record("# The thread has started anew"));
    const slow = slowRecord("Slow");
    const elapse = heldClock();
    const first = drawAdr(slow);
    await new Promise(setImmediate);
    elapse(2_100, 2_100);
    expect(await outcomeOf(first)).toContain("took longer than 2 s");
    elapse(50_000, 0);
    expect(drawAdr(slow)).toBe(first);
    elapse(11_000, 0);
    vi.useRealTimers();
    const second = drawAdr(slow);
    expect(second).not.toBe(first);
    expect(await outcomeOf(second)).toBe("drawn");
  });

  test("only because others had the processor is waited for, and for ten seconds at most", async () => {
    await drawAdr(record("# The thread has started for others"));
    const elapse = heldClock();
    const waitedFor = drawAdr(slowRecord("Waited for"));
    await new Promise(setImmediate);
    elapse(9_000, 1_000);
    expect(await outcomeOf(waitedFor)).toBe("drawn");
    const givenUp = drawAdr(slowRecord("Given up"));
    await new Promise(setImmediate);
    elapse(10_100, 1_000);
    expect(await outcomeOf(givenUp)).toContain("within 10 s: the machine is busy");
  });

  test("only because whoever asked was busy is drawn: the answer has its turn before the time is up", async () => {
    await drawAdr(record("# The thread has started once more"));
    const drawing = outcomeOf(drawAdr(record("# A quick one")));
    await new Promise(setImmediate);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_300);
    expect(await drawing).toBe("drawn");
  });
});
