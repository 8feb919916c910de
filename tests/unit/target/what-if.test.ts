import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RequestRefused, send } from "@/app/_send";
import { begunBy } from "@/app/slos/[id]/target/decision-box";
import { standingOf } from "@/app/slos/[id]/target/loosening";
import { stateOf, whatIfQuery } from "@/app/slos/[id]/target/use-what-if";

afterEach(() => vi.unstubAllGlobals());

const trial = JSON.stringify({ objective: 0.9, threshold: null, window: "28d", effectiveFrom: null });

describe("what a trial came to", () => {
  it("is asked anew where the target has changed beneath it, or a minute was counted", async () => {
    const asked = vi.fn(async () => Response.json({ loosens: [] }));
    vi.stubGlobal("fetch", asked);
    const queries = new QueryClient();
    const ask = (etag: string, to: string) => queries.fetchQuery(whatIfQuery("took", etag, to, trial));
    await ask('"v1.0"', "2026-11-25T12:00:00Z");
    await ask('"v1.0"', "2026-11-25T12:00:00Z");
    expect(asked).toHaveBeenCalledTimes(1);
    await ask('"v2.0"', "2026-11-25T12:00:00Z");
    expect(asked).toHaveBeenCalledTimes(2);
    await ask('"v2.0"', "2026-11-25T12:01:00Z");
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it("is known only where it answers to what is typed", () => {
    const answered = { typed: trial, asked: trial, isAnswered: true, error: null };
    expect(stateOf(answered)).toBe("answered");
    expect(stateOf({ ...answered, error: new Error("asked again in vain") })).toBe("answered");
    expect(stateOf({ ...answered, asked: "{}" })).toBe("asking");
    expect(stateOf({ ...answered, isAnswered: false })).toBe("asking");
    expect(stateOf({ ...answered, isAnswered: false, error: new Error("too many") })).toBe("behind");
    expect(stateOf({ ...answered, typed: null })).toBe("behind");
  });

  it("says nothing of a loosening where it is not known", () => {
    const draft = { decision: null };
    const [allowed, forbidden] = [{ driftAllowed: true }, { driftAllowed: false }];
    const loosening = { loosens: ["objective" as const], objections: [] };
    expect(standingOf(draft, allowed, null)).toMatchObject({ loosens: [], drifts: false });
    expect(standingOf(draft, allowed, loosening)).toMatchObject({ drifts: true, refused: false });
    expect(standingOf(draft, forbidden, loosening)).toMatchObject({ drifts: true, refused: true });
  });
});

describe("a request", () => {
  it("that is given up is no refusal, and one without an answer is", async () => {
    const given = new AbortController();
    vi.stubGlobal("fetch", async () => {
      throw new Error("aborted, or nobody there");
    });
    await expect(send("POST", "/", {}, {}, given.signal)).rejects.toBeInstanceOf(RequestRefused);
    given.abort();
    await expect(send("POST", "/", {}, {}, given.signal)).rejects.not.toBeInstanceOf(RequestRefused);
  });
});

describe("a search that is begun in a field that holds a label", () => {
  const label = "ADR 0001 · D1 Fast";
  it.each([
    ["a letter after it", { inputType: "insertText", data: "e" }, `${label}e`, "e"],
    ["a letter within it", { inputType: "insertText", data: "e" }, "ADR 0e001 · D1 Fast", "e"],
    ["what was pasted behind it", { inputType: "insertFromPaste", data: null }, `${label}edge`, "edge"],
    ["what was pasted over it", { inputType: "insertFromPaste", data: null }, "edge", "edge"],
    ["a letter taken away", { inputType: "deleteContentBackward", data: null }, label.slice(0, -1), ""],
  ])("is %s alone", (_, event, value, search) => {
    expect(begunBy(event, value, label)).toBe(search);
  });
});
