import { describe, expect, test } from "vitest";
import { type AlertToSend, alertRound, pauseAfter } from "@/lib/slo/alert-round";

const NOW = 1_000_000;
const HOLD = 300_000;
const alert = (subject: string, startsAt: number, labels: Record<string, string> = {}): AlertToSend => ({
  subject,
  breachId: null,
  startsAt,
  labels,
  annotations: {},
});
const none = () => null;

describe("what an Alertmanager is told", () => {
  test("what holds fires for a while more", () => {
    expect(alertRound([alert("a", 5)], [], none, NOW, HOLD)).toMatchObject([
      { subject: "a", endsAt: NOW + HOLD, isEnd: false },
    ]);
  });

  test("labels and beginning stay those of the first time, whatever has changed since", () => {
    const told = [alert("a", 5, { team: "edge" })];
    const [sent] = alertRound([alert("a", 7, { team: "shop" })], told, none, NOW, HOLD);
    expect(sent).toMatchObject({ startsAt: 5, labels: { team: "edge" } });
  });

  test("what holds no more ends when it ended, and before another begins", () => {
    const round = alertRound([alert("b", 20)], [alert("a", 5)], () => 9, NOW, HOLD);
    expect(round.map(({ subject, endsAt, isEnd }) => [subject, endsAt, isEnd])).toEqual([
      ["a", 9, true],
      ["b", NOW + HOLD, false],
    ]);
  });

  test("an end is neither before the beginning nor ahead of now", () => {
    const end = (endOf: number | null) => alertRound([], [alert("a", 5)], () => endOf, NOW, HOLD)[0]?.endsAt;
    expect([end(1), end(NOW + 5), end(null)]).toEqual([5, NOW, NOW]);
  });

  test("each failure in a row makes the pause longer, to two minutes", () => {
    expect([0, 1, 2, 3, 5, 6, 60].map(pauseAfter)).toEqual([0, 5_000, 10_000, 20_000, 80_000, 120_000, 120_000]);
  });
});
