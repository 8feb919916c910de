import { expect, test } from "vitest";
import { bodyOf, choiceOf, chosenOf, issuesOf } from "@/app/slos/packs/choice";
import { PacksDraft } from "@/lib/interop/pack-draft";
import type { PackOffer } from "@/lib/views/pack-offers";

const OFFER: PackOffer = {
  ...{ pack: "redis-hit-rate", labels: { job: "redis" }, status: null, threshold: null, window: "28d", instances: 2 },
  ...{ id: "redis-hit-rate", name: "Redis hit rate", service: "redis", objective: 0.999, made: null },
};
const OTHER = { ...OFFER, id: "other" };

test("what is offered is taken as it is, and sent as the server reads it", () => {
  expect(choiceOf({}, OFFER)).toEqual({ chosen: false, objective: "99.9", service: "redis" });
  const body = bodyOf({}, [OFFER], "docs/adr/0001-a#b.md#d2");
  expect(PacksDraft.parse(body)).toMatchObject({
    slos: [{ objective: 0.999, service: "redis" }],
    decision: { path: "docs/adr/0001-a#b.md", id: "d2" },
  });
  expect(PacksDraft.safeParse(bodyOf({}, [OFFER], "")).success).toBe(true);
});

test("only what is chosen and not there yet is made, with what was typed", () => {
  const choices = {
    "redis-hit-rate": { chosen: true, objective: "92,5", service: "shop" },
    made: { chosen: true, objective: "90", service: "shop" },
  };
  const chosen = chosenOf(choices, [OFFER, OTHER, { ...OFFER, id: "made", made: { id: "x", name: "X" } }]);
  expect(chosen).toEqual([OFFER]);
  expect(bodyOf(choices, chosen, "").slos).toMatchObject([{ objective: 0.925, service: "shop" }]);
});

test("what was said against one stands beside it", () => {
  const issues = [
    { field: "slos.1.id", message: "other is taken by Another" },
    { field: "slos.0.objective", message: "is not below 1" },
    { field: "decision", message: "is not there" },
  ];
  expect([...issuesOf({ status: 400, detail: "", issues }, [OFFER, OTHER])]).toEqual([
    ["other", "other is taken by Another"],
    ["redis-hit-rate", "objective is not below 1"],
  ]);
  expect(issuesOf(null, [OFFER]).size).toBe(0);
});
