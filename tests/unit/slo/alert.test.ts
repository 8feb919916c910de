import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AlertHeard, type AlertState, afterHearing } from "@/lib/slo/alert";
import { AlertmanagerMessage, aboutOf, alertRefused, sentFor } from "@/lib/slo/alert-draft";

const NOW = Date.parse("2026-11-26T06:00:00Z");
const MINUTE = 60_000;
const firing: AlertHeard = { status: "firing", endsAt: null };
const resolved = (endsAt: number): AlertHeard => ({ status: "resolved", endsAt });
const heard = (messages: readonly (readonly [AlertHeard, number])[]): AlertState | null =>
  messages.reduce<AlertState | null>((known, [message, at]) => afterHearing(known, message, at), null);

describe("what is known of an alert", () => {
  test("it fires, and then it has ended", () => {
    expect(heard([[firing, NOW]])).toMatchObject({ status: "firing", endsAt: null, firingHeardAt: NOW });
    expect(
      heard([
        [firing, NOW],
        [resolved(NOW + MINUTE), NOW + 2 * MINUTE],
      ]),
    ).toEqual({
      status: "resolved",
      endsAt: NOW + MINUTE,
      firingHeardAt: NOW,
      resolvedHeardAt: NOW + 2 * MINUTE,
    });
  });

  test("an end that comes before its beginning is an end", () => {
    expect(
      heard([
        [resolved(NOW), NOW],
        [firing, NOW + MINUTE],
      ]),
    ).toMatchObject({ status: "resolved", endsAt: NOW });
  });

  test("it does not depend on the order or the number of messages that come close together", () => {
    const messages = fc.array(
      fc.oneof(
        fc.constant(firing),
        fc.integer({ min: 0, max: 60 }).map((s) => resolved(NOW + s * 1000)),
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(messages, fc.infiniteStream(fc.nat()), (given, picks) => {
        const pick = picks[Symbol.iterator]();
        const delivered = [...given, ...given.slice(0, 3)]
          .map((message) => ({ message, at: pick.next().value as number }))
          .sort((a, b) => a.at - b.at);
        const [once, mixed] = [given, delivered.map(({ message }) => message)].map((each) =>
          heard(each.map((message, n) => [message, NOW + 60_000 + n] as const)),
        );
        expect(mixed?.status).toBe(once?.status);
        expect(mixed?.endsAt).toBe(once?.endsAt);
        expect(mixed?.status).toBe(given.some(({ status }) => status === "resolved") ? "resolved" : "firing");
      }),
      { numRuns: 2_000 },
    );
  });

  test("an end that is ahead of our clock is now, also when it is told again", () => {
    const ahead = resolved(NOW + 10 * MINUTE);
    expect(heard([[ahead, NOW]])).toMatchObject({ status: "resolved", endsAt: NOW });
    expect(
      heard([
        [ahead, NOW],
        [ahead, NOW + MINUTE],
      ]),
    ).toMatchObject({ status: "resolved", endsAt: NOW });
  });

  test("one that is said to fire long after its end fires again, and the old end changes nothing then", () => {
    const again = [
      [firing, NOW],
      [resolved(NOW + MINUTE), NOW + MINUTE],
      [firing, NOW + 30 * MINUTE],
    ] as const;
    expect(heard(again)).toMatchObject({ status: "firing" });
    expect(heard([...again, [resolved(NOW + MINUTE), NOW + 31 * MINUTE]])).toMatchObject({ status: "firing" });
    expect(heard([...again, [resolved(NOW + 32 * MINUTE), NOW + 32 * MINUTE]])).toMatchObject({ status: "resolved" });
  });
});

const ALERT = {
  status: "firing",
  labels: { alertname: "A" },
  startsAt: "2026-11-26T05:00:00Z",
  fingerprint: "e879a1bc",
};
const message = (alert: object, rest: object = {}) =>
  AlertmanagerMessage.safeParse({ version: "4", receiver: "hook", alerts: [{ ...ALERT, ...alert }], ...rest });

describe("what Alertmanager sends", () => {
  test("year 1 as an end is none, and what it may add is let pass", () => {
    const read = message({ endsAt: "0001-01-01T00:00:00Z", silenceURL: "http://am" }, { notificationReason: "first" });
    expect(read.data?.alerts[0]).toMatchObject({ status: "firing", endsAt: null, startsAt: NOW - 60 * MINUTE });
    expect(read.data).toMatchObject({ truncated: 0, externalUrl: null });
  });

  test("a text that is too long is cut, as what is refused would not be sent again", () => {
    const read = message({ annotations: { description: "x".repeat(10_000) } });
    expect(read.data?.alerts[0]?.annotations.description).toHaveLength(4_000);
  });

  test.each([
    ["another version", { version: "3" }, {}, "version", /is not 4/],
    ["a status that is none", {}, { status: "pending" }, "alerts.0.status", /neither firing nor resolved/],
    ["no time", {}, { startsAt: "yesterday" }, "alerts.0.startsAt", /is no instant/],
    ["no fingerprint", {}, { fingerprint: undefined }, "alerts.0.fingerprint", /is missing/],
    ["labels that are no texts", {}, { labels: { a: 1 } }, "alerts.0.labels.a", /is no text/],
    ["too many alerts", { alerts: Array(1_001).fill(ALERT) }, {}, "alerts", /more than 1000; set max_alerts/],
  ])("%s is refused by its field", (_, rest, alert, field, why) => {
    const issue = message(alert, rest).error?.issues[0];
    expect(issue?.path.join(".")).toBe(field);
    expect(issue?.message).toMatch(why);
  });

  test("an alert that cannot be stored is refused alone, for a reason", () => {
    const pairs = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, each) => [`l${each}`, "x"]));
    const why = (alert: object): string | null => {
      const [read] = message(alert).data?.alerts ?? [];
      if (!read) throw new Error("the whole message was refused");
      return alertRefused(read, new Date(NOW));
    };
    expect(why({ labels: pairs(100), annotations: pairs(100) })).toBeNull();
    expect(why({ startsAt: "0001-01-01T00:00:00Z" })).toBe("startsAt is before 1970");
    expect(why({ startsAt: "2026-11-27T06:01:00Z" })).toBe("startsAt is more than a day ahead");
    expect(why({ labels: pairs(101) })).toBe("labels are more than 100");
    expect(why({ annotations: pairs(101) })).toBe("annotations are more than 100");
    expect(why({ labels: { ["x".repeat(201)]: "x" } })).toBe("labels have a name longer than 200 characters");
  });

  test("it is about what its labels name, the surest first", () => {
    expect(aboutOf({ service: "shop", slo: "hits", plumbline_slo: "took" })).toEqual({
      slos: ["took", "hits"],
      services: ["shop"],
    });
    expect(aboutOf({ job: "redis" })).toEqual({ slos: [], services: [] });
  });

  test("what Plumbline sent is known by its source, its SLO, its name and its minute", () => {
    const labels = { source: "plumbline", slo: "hits", alertname: "PlumblineFastBurn" };
    expect(sentFor(labels, NOW)).toEqual({ sloId: "hits", alertname: "PlumblineFastBurn", openedMinute: NOW / MINUTE });
    expect(sentFor({ ...labels, source: "prometheus" }, NOW)).toBeNull();
  });
});
