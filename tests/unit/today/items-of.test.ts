import { expect, test } from "vitest";
import { dueWords, handledWords, initials, named } from "@/app/(today)/item-words";
import { between, itemsOf, lastDoneBy, neighbour, nextWaiting } from "@/app/(today)/items-of";
import { lede } from "@/app/(today)/lede";
import { handled, item, NOW, view } from "./views";

const [a, b, c] = [item("A", { handled: handled() }), item("B"), item("C")];
const items = [a, b, c];

test("items stand in the order of the page", () => {
  expect(itemsOf(view({ toSettle: [c], atRisk: [b], breached: [a] }))).toEqual(items);
});

test("j and k stop at the ends, and begin at one where nothing is current", () => {
  expect(neighbour(items, "slo:a", 1)).toBe("slo:b");
  expect(neighbour(items, "slo:c", 1)).toBe("slo:c");
  expect(neighbour(items, "slo:a", -1)).toBe("slo:a");
  expect(neighbour(items, null, 1)).toBe("slo:a");
  expect(neighbour(items, "slo:gone", -1)).toBe("slo:c");
  expect(neighbour([], "slo:a", 1)).toBeNull();
});

test("after an act the next item that waits is current, from the top where none follows", () => {
  expect(nextWaiting(items, null, new Set())).toBe("slo:b");
  expect(nextWaiting(items, "slo:b", new Set(["slo:b"]))).toBe("slo:c");
  expect(nextWaiting(items, "slo:c", new Set(["slo:c"]))).toBe("slo:b");
  expect(nextWaiting([...items, item("D")], "slo:c", new Set(["slo:c"]))).toBe("slo:d");
  expect(nextWaiting(items, "slo:c", new Set(["slo:b", "slo:c"])), "it stays where nothing waits").toBe("slo:c");
});

test("shift selects what lies between, in either direction", () => {
  expect(between(items, "slo:a", "slo:c")).toEqual(["slo:a", "slo:b", "slo:c"]);
  expect(between(items, "slo:c", "slo:b")).toEqual(["slo:b", "slo:c"]);
  expect(between(items, "slo:gone", "slo:b")).toEqual(["slo:b"]);
});

test("z takes back what one did last oneself, all of it", () => {
  const at = "2026-11-24T09:10:00.000Z";
  const note = { id: 5, text: "Look", by: "Ada", at, mine: true };
  const theirs = item("D", { handled: handled({ id: 9, at: "2026-11-24T09:11:00.000Z", mine: false }) });
  const done = lastDoneBy([a, item("B", { handled: handled({ id: 4, at }) }), item("C", { notes: [note] }), theirs]);
  expect(done.map(({ item, mark }) => [item.name, mark])).toEqual([
    ["B", 4],
    ["C", 5],
  ]);
  expect(lastDoneBy([theirs])).toEqual([]);
});

test("what was done is said with who, when and why", () => {
  expect(handledWords(handled(), NOW)).toBe("Acknowledged by Ada, 09:02.");
  expect(handledWords(handled({ what: "dismissed", text: "Known." }), NOW)).toBe("Dismissed by Ada, 09:02: Known.");
  const followUp = { id: 1, text: "Order disks", owner: "Cache owner", dueDay: "2026-11-27" };
  expect(handledWords(handled({ what: "followed-up", followUp }), NOW)).toBe(
    "Followed up by Ada, 09:02: Order disks (Cache owner, due Fri 27 Nov)",
  );
});

test("few items are named, many counted", () => {
  expect([named([a]), named([a, b]), named(items)]).toEqual(["A", "A and B", "3 items"]);
});

test("days to a due day are words", () => {
  expect([-3, -1, 0, 1, 4].map(dueWords)).toEqual([
    "3 days overdue",
    "1 day overdue",
    "due today",
    "tomorrow",
    "in 4 days",
  ]);
});

test("a name has two initials at most", () => {
  expect(["Edge on-call", "ada", "browser test (token of editor)", "", "Ægir Þór"].map(initials)).toEqual([
    "EO",
    "A",
    "BT",
    "",
    "ÆÞ",
  ]);
});

test("the bold sentence counts what is breached and says when the first runs out", () => {
  const atRisk = item("R", { kind: "at-risk" });
  expect(lede(view({ breached: [a], atRisk: [atRisk] })).bold).toMatch(
    /^One target is breached and one more is at risk; the first runs out in 10.h 41.min\.$/,
  );
  expect(lede(view()).bold).toBe("Every target that can be judged is met.");
});
