import fc from "fast-check";
import { expect, test } from "vitest";
import { chatSummary, escaped } from "@/app/(today)/chat-summary";
import type { TodayView } from "@/lib/views/today";
import { handled, item, view } from "./views";

const lines = (given: TodayView): string[] => chatSummary(given, "https://slo.example/").split("\n");

test("it says how things stand, what needs somebody with a link, and who has it", () => {
  const given = view({
    breached: [item("CDN offload", { handled: handled() }), item("Image offload")],
    unknown: [
      item("Wishlist", {
        kind: "unknown",
        href: "/slos/wishlist",
        words: { bold: "The engine is silent.", rest: "", brief: null },
      }),
    ],
  });
  const said = lines(given);
  expect(said[0]).toBe("[Tuesday 24 November 2026](https://slo.example/): 1 of 3 handled");
  expect(said[2]).toMatch(/^\*\*Two targets are breached\.\*\* One SLO could not be measured\./);
  expect(said).toContain("**Breached**");
  expect(said.find((line) => line.startsWith("- [CDN offload](https://slo.example/breaches/7)"))).toMatch(
    /81\.3.% in the last hour, target ≥.90.%; 4.% left, gone in 10.h 41.min\. Acknowledged by Ada, 09:02\.$/,
  );
  expect(said.find((line) => line.startsWith("- [Image offload]"))).toMatch(/Nobody has it yet\.$/);
  expect(said).toContain("- [Wishlist](https://slo.example/slos/wishlist): The engine is silent. Nobody has it yet.");
  expect(said.join("\n")).not.toContain("Carried over");
});

test("what is carried over stands at its end, with owner and day", () => {
  const given = view();
  const work = { id: 1, origin: "review", text: "Order disks", owner: "Cache owner", dueDay: "2026-11-27" } as const;
  const rest = { dueInDays: 3, openedAt: given.now, openedBy: "Ada", slo: null, breachId: null, decision: null };
  given.carried = { items: [{ ...work, ...rest, closed: null, mayClose: true }], total: 1 };
  expect(lines(given).slice(-4)).toEqual(["", "**Carried over**", "- Order disks (Cache owner, due Fri 27 Nov)", ""]);
});

test("a group that is longer than what is shown says by how many", () => {
  const given = view({ breached: [item("A")] });
  given.breached.total = 4;
  expect(lines(given)).toContain("- and 3 more");
});

test("no name can end its link, begin a line, or call somebody", () => {
  expect(escaped("[x](javascript:y) **b** `c` <!here> @all\n# d")).toBe(
    "\\[x\\]\\(javascript:y\\) \\*\\*b\\*\\* \\`c\\` \\<\\!here\\> @\u200ball \\# d",
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const said = escaped(name);
      expect(said).not.toMatch(/[\n\r]/);
      expect(said.replace(/\\./gs, "")).not.toMatch(/[`*_[\]()<>#|~!\\]/);
      expect(said).not.toMatch(/@(?!\u200b)/);
    }),
  );
});
