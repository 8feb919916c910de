import { afterEach, describe, expect, it, vi } from "vitest";
import {
  changeOf,
  draftFrom,
  effectiveFrom,
  forget,
  keep,
  kept,
  readTerms,
  trialOf,
} from "@/app/slos/[id]/target/draft";
import { bothForms, pointsWords, resultWords, termsWords } from "@/app/slos/[id]/target/words";

const held = { objective: 0.95, threshold: 0.2, window: "month@Europe/Berlin", decision: null };
const latency = { id: "took", name: "Took", service: "shop", kind: "latency", op: null } as const;

describe("what is typed", () => {
  it("comes back as the terms that it was begun with", () => {
    const draft = draftFrom(held, '"v1.0"');
    expect(draft).toMatchObject({ objective: "95", threshold: "0.2", window: "month", zone: "Europe/Berlin" });
    expect(readTerms(draft, "latency").terms).toEqual({ objective: 0.95, threshold: 0.2, window: held.window });
    expect(readTerms({ ...draft, objective: "99,95" }, "ratio").terms?.objective).toBe(0.9995);
  });

  it("is told field by field where it cannot be read", () => {
    const draft = { ...draftFrom(held, ""), objective: "100", threshold: "fast", zone: "Berlin" };
    const { terms, faults } = readTerms(draft, "latency");
    expect(terms).toBeNull();
    expect(Object.keys(faults)).toEqual(["objective", "threshold", "zone"]);
  });

  it("holds from now on, or from an instant in UTC", () => {
    const draft = draftFrom(held, "");
    expect(effectiveFrom(draft)).toBeNull();
    const later = { ...draft, from: "2026-12-01T00:00", reason: "  Later.  " };
    expect(changeOf(later, { objective: 0.9, threshold: 0.2, window: "28d" }, true)).toEqual({
      objective: 0.9,
      threshold: 0.2,
      window: "28d",
      effectiveFrom: "2026-12-01T00:00:00Z",
      decision: null,
      reason: "Later.",
      asDrift: true,
    });
    const terms = { objective: 0.9, threshold: 0.2, window: "28d" };
    expect(trialOf(later, terms)).toEqual({ ...terms, effectiveFrom: "2026-12-01T00:00:00Z" });
  });
});

describe("what is kept", () => {
  afterEach(() => vi.unstubAllGlobals());
  const draft = draftFrom(held, '"v1.0"');
  const typed = { ...draft, objective: "97", reason: "Measured.", decision: { path: "a.md", id: "d1" } };
  const storing = (stored = new Map<string, string>()): void => {
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, text: string) => stored.set(key, text),
      removeItem: (key: string) => stored.delete(key),
    });
  };

  it("comes back after a reload, also where an older version is to hold again", () => {
    storing();
    keep("took", 2, typed);
    expect(kept("took", 2, draft)).toEqual(typed);
    expect(kept("took", null, draft)).toEqual(typed);
    expect(kept("hits", 2, draft)).toBeNull();
    forget("took");
    expect(kept("took", 2, draft)).toBeNull();
  });

  it("gives way to another version that is to hold again", () => {
    storing();
    keep("took", 2, typed);
    expect(kept("took", 1, draft)).toBeNull();
    keep("took", null, typed);
    expect(kept("took", 1, draft)).toBeNull();
  });

  it("begins anew where it is none of ours, or where storage is shut", () => {
    storing(new Map([["plumbline target took", '{"objective": 5, "decision": "d1", "reason": "Mine.", "other": 1}']]));
    expect(kept("took", null, draft)).toEqual({ ...draft, reason: "Mine." });
    const denied = (): never => {
      throw new Error("denied");
    };
    vi.stubGlobal("sessionStorage", { getItem: denied, setItem: denied, removeItem: denied });
    keep("took", null, typed);
    forget("took");
    expect(kept("took", null, draft)).toBeNull();
  });
});

describe("the words of the editor", () => {
  const terms = { objective: 0.95, threshold: 0.25, window: "28d" };

  it("say a latency in both forms, and what saving makes", () => {
    expect(bothForms(terms)).toBe("95\u202f% of requests ≤\u00a0250\u202fms is p95 ≤\u00a0250\u202fms");
    expect(resultWords(latency, 4, terms, "2026-12-01T00:00:00Z")).toBe(
      "v4: 95\u202f% of requests ≤\u00a0250\u202fms over 28 days, from 1 Dec 2026, 00:00 UTC.",
    );
    expect(termsWords({ kind: "gauge", op: "lt" }, { ...terms, threshold: 80 })).toBe(
      "95\u202f% of minutes <\u00a080 over 28 days",
    );
  });

  it("tell a change in points", () => {
    expect(pointsWords(0.979, 0.991)).toBe("+1.2 points");
    expect(pointsWords(0.99, 0.5)).toBe("\u221249 points");
    expect(pointsWords(0.5, 0.5)).toBe("the same");
    expect(pointsWords(0.5, 0.50001)).toBe("less than 0.1 points");
    expect(pointsWords(null, 0.5)).toBe("–");
  });
});
