import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  daysBetween,
  driftState,
  isHandled,
  MARKS,
  type Mark,
  revisitState,
  sloState,
  standing,
  subjectText,
} from "@/lib/slo/review-item";
import { VERDICTS } from "@/lib/slo/verdict";

const TODAY = "2026-11-24";
const day = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

describe("a state", () => {
  test("is none where the target is met", () => expect(sloState("met", null, TODAY)).toBeNull());

  test("names the open breach, so that the next breach is another state", () => {
    expect(sloState("breached", 7, TODAY)).toBe("breached 7");
    expect(sloState("breached", 7, "2026-11-25")).toBe(sloState("breached", 7, TODAY));
    expect(sloState("breached", 8, TODAY)).not.toBe(sloState("breached", 7, TODAY));
  });

  test("without an episode is that of its day", () => {
    expect(sloState("at-risk", null, TODAY)).toBe("at-risk 2026-11-24");
    expect(sloState("unknown", 7, TODAY), "an open breach does not tell when it fell silent").toBe(
      "unknown 2026-11-24",
    );
    expect(sloState("no-traffic", null, "2026-11-25")).not.toBe(sloState("no-traffic", null, TODAY));
  });

  test("of two verdicts is never the same", () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERDICTS), fc.constantFrom(...VERDICTS), fc.option(fc.nat()), (a, b, breach) => {
        if (a !== b) expect(sloState(a, breach, TODAY)).not.toBe(sloState(b, breach, TODAY));
      }),
    );
  });

  test("of a drift is another one for another version or another difference", () => {
    const states = [driftState(1, "95 to 93"), driftState(2, "95 to 93"), driftState(1, "95 to 92")];
    expect(new Set(states).size).toBe(3);
  });

  test("of a revisit begins 14 days before it is due, and changes once it is overdue", () => {
    expect(revisitState("2026-12-09", TODAY)).toBeNull();
    expect(revisitState("2026-12-08", TODAY)).toBe("due 2026-12-08");
    expect(revisitState(TODAY, TODAY)).toBe("due 2026-11-24");
    expect(revisitState("2026-11-23", TODAY)).toBe("overdue 2026-11-23");
  });
});

describe("a mark", () => {
  const mark = (more: Partial<Mark>): Mark => ({
    what: "acknowledged",
    state: "breached 7",
    day: TODAY,
    followUp: null,
    ...more,
  });

  test("holds in no other state than its own", () => {
    const followUp = { open: true, dueDay: "2099-01-01" };
    fc.assert(
      fc.property(fc.constantFrom(...MARKS), fc.string(), fc.string(), (what, state, other) => {
        fc.pre(state !== other);
        expect(isHandled(mark({ what, state, followUp }), other, TODAY)).toBe(false);
      }),
    );
  });

  test("that somebody has seen it holds for that day", () => {
    expect(isHandled(mark({}), "breached 7", TODAY)).toBe(true);
    expect(isHandled(mark({}), "breached 7", "2026-11-25")).toBe(false);
  });

  test("that somebody follows it up holds until it is closed, or its day has passed", () => {
    const follow = (open: boolean) => mark({ what: "followed-up", followUp: { open, dueDay: "2026-11-26" } });
    expect(isHandled(follow(true), "breached 7", "2026-11-26")).toBe(true);
    expect(isHandled(follow(true), "breached 7", "2026-11-27")).toBe(false);
    expect(isHandled(follow(false), "breached 7", TODAY)).toBe(false);
  });

  test("that dismisses it holds as long as the state", () => {
    fc.assert(fc.property(day, (later) => isHandled(mark({ what: "dismissed" }), "breached 7", later)));
  });
});

test("what is taken back does not stand, whatever the order", () => {
  const marks = [
    { id: 1, what: "acknowledged", takesBack: null },
    { id: 2, what: "noted", takesBack: null },
    { id: 3, what: "taken-back", takesBack: 1 },
    { id: 4, what: "dismissed", takesBack: null },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(marks, { minLength: 4 }), (shuffled) => {
      expect(standing(shuffled).map(({ id }) => id)).toEqual([2, 4]);
    }),
  );
});

test("no two subjects have the same text", () => {
  const subject = fc.oneof(
    fc.record({ of: fc.constantFrom("slo" as const, "drift" as const), sloId: fc.constantFrom("a", "a:b", "slo:a") }),
    fc.record({ of: fc.constant("revisit" as const), path: fc.constantFrom("a", "a:b", "slo:a") }),
  );
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      expect(subjectText(a) === subjectText(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test("days are counted over changes of the clock and the year", () => {
  expect(daysBetween("2026-12-31", "2027-01-01")).toBe(1);
  expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
  fc.assert(
    fc.property(day, day, (a, b) => {
      expect(daysBetween(a, b)).toBe(0 - daysBetween(b, a));
    }),
  );
});
