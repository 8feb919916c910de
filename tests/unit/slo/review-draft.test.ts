import { expect, test } from "vitest";
import { FinishDraft, FollowUpDraft, MarkDraft } from "@/lib/slo/review-draft";

const ITEM = { subject: "slo:a", state: "breached 7" };
const FOLLOW_UP = { text: "Look at it", owner: "Team", dueDay: "2026-11-30" };
const faults = (
  schema: { safeParse(body: unknown): { error?: { issues: { path: PropertyKey[] }[] } | undefined } },
  body: object,
) => schema.safeParse(body).error?.issues.map(({ path }) => path.join("."));

test("every act of the review can be said", () => {
  for (const body of [
    { items: [ITEM], what: "acknowledged" },
    { items: [{ ...ITEM, seen: null }], what: "dismissed", text: "Known." },
    { items: [ITEM, { ...ITEM, subject: "slo:b" }], what: "followed-up", followUp: FOLLOW_UP },
    { items: [{ ...ITEM, mark: 7 }], what: "taken-back" },
  ])
    expect(faults(MarkDraft, body)).toBeUndefined();
});

test.each([
  [{ items: [], what: "acknowledged" }, "items"],
  [{ items: [ITEM, ITEM], what: "acknowledged" }, "items"],
  [{ items: [ITEM], what: "dismissed", text: "  " }, "text"],
  [{ items: [ITEM], what: "noted" }, "text"],
  [{ items: [ITEM], what: "acknowledged", followUp: FOLLOW_UP }, "followUp"],
  [{ items: [ITEM], what: "followed-up", followUp: { ...FOLLOW_UP, owner: " " } }, "followUp.owner"],
  [{ items: [ITEM], what: "taken-back" }, "items"],
  [{ items: [ITEM], what: "forgotten" }, "what"],
  [{ items: [{ subject: "slo:a" }], what: "acknowledged" }, "items.0.state"],
])("%j is refused by %s", (body, field) => expect(faults(MarkDraft, body)).toContain(field));

test("a follow-up is about one thing", () => {
  expect(faults(FollowUpDraft, { ...FOLLOW_UP, breachId: 7 })).toBeUndefined();
  expect(faults(FollowUpDraft, { ...FOLLOW_UP, decision: { path: "adr/1.md", id: "d1" } })).toBeUndefined();
  expect(faults(FollowUpDraft, FOLLOW_UP)).toEqual(["sloId"]);
  expect(faults(FollowUpDraft, { ...FOLLOW_UP, breachId: 7, sloId: "a" })).toEqual(["sloId"]);
  expect(faults(FollowUpDraft, { ...FOLLOW_UP, sloId: "a", dueDay: "2026-02-30" })).toEqual(["dueDay"]);
});

test("a review is finished with or without a note", () => {
  expect(faults(FinishDraft, { after: null })).toBeUndefined();
  expect(faults(FinishDraft, {}), "an empty request finishes nothing").toEqual(["after"]);
  expect(faults(FinishDraft, { after: null, note: "x".repeat(2001) })).toEqual(["note"]);
  expect(faults(FinishDraft, { after: "1" })).toEqual(["after"]);
});
