import { afterEach, describe, expect, test, vi } from "vitest";
import { begun, bodyOf, type Draft, EMPTY, idFrom, idOf, keep, kept, withPack } from "@/app/slos/new/draft";
import { readDraft } from "@/lib/interop/slo-draft";
import { PACKS } from "@/lib/packs/packs";
import type { PackRow } from "@/lib/views/pack-row";

function pack(id: string, values: Record<string, string[]> = {}): PackRow {
  const found = PACKS.find((each) => each.id === id);
  if (!found) throw new Error(`there is no pack ${id}`);
  const status = found.statusLabels?.at(-1) ?? null;
  return { ...found, found: true, missing: [], jobs: [], series: 1, values, status, edges: null };
}
const OWN: Draft = { ...EMPTY, start: "own", name: "Hits", service: "shop" };

test.each([
  ["Redis hit rate (EU)", "redis-hit-rate-eu"],
  ["  Größe ≤ 5 % ", "gro-e-5"],
  ["", ""],
  ["x".repeat(80), "x".repeat(63)],
])("an id follows the name: %s", (name, id) => {
  expect(idFrom(name)).toBe(id);
});

test("an id of one's own follows no more", () => {
  expect(idOf({ ...OWN, id: "mine" })).toBe("mine");
  expect(idOf(OWN)).toBe("hits");
});

describe("what is sent", () => {
  test("is a body that the server reads, for each kind", () => {
    const drafts: Draft[] = [
      { ...OWN, part: "hits_total", total: "reads_total", decision: "docs/adr/0001-a#b.md#d1" },
      { ...OWN, kind: "raw", query: "hit_ratio", counts: "bad" },
      { ...OWN, kind: "gauge", query: "max(queue)", op: "lt", bound: "-2.5" },
      { ...OWN, part: "errors_sum", total: "requests_sum", counts: "bad", period: "300" },
    ];
    const read = drafts.map((draft) => readDraft(bodyOf(draft)));
    expect(read).toMatchObject([
      { definition: { sli: { kind: "ratio" }, decision: { path: "docs/adr/0001-a#b.md", id: "d1" } } },
      { definition: { sli: { kind: "approximate", total: null, counts: "bad" } } },
      { definition: { sli: { kind: "gauge", op: "lt" }, target: { threshold: -2.5 } } },
      { definition: { sli: { kind: "period", timing: { periodSeconds: 300 } } } },
    ]);
  });

  test.each([
    ["99.9", 0.999],
    ["99,95", 0.9995],
    [" 95 ", 0.95],
  ])("an objective of %s %% is its share exactly", (objective, share) => {
    expect(bodyOf({ ...OWN, objective }).objective).toBe(share);
  });

  test.each(["", "much", "9 5"])("an objective of “%s” is refused as no number", (objective) => {
    expect(readDraft(bodyOf({ ...OWN, part: "a", total: "b", objective }))).toMatchObject({
      issues: [{ field: "objective", message: "is no number" }],
    });
  });
});

describe("a pack", () => {
  test("that is begun has its only job, and its name and objective; instances come and go", () => {
    const draft = begun(EMPTY, pack("redis-hit-rate", { job: ["redis"], instance: ["a:9121"] }));
    expect(draft).toMatchObject({
      start: "redis-hit-rate",
      labels: { job: "redis" },
      name: "Redis hit rate",
      objective: "95",
    });
    expect(draft.part).toBe('redis_keyspace_hits_total{job="redis"}');
  });

  test("keeps the edge that was picked when a label changes, and asks for the status where it is", () => {
    const latency = pack("http-latency");
    const draft = begun(EMPTY, latency);
    const picked = { ...draft, part: draft.part.replace("0.25", "0.5") };
    expect(withPack(picked, latency, { job: "shop" }).part).toContain('{job="shop",le="0.5"}');
    expect(begun(EMPTY, pack("http-availability")).part).toBe('http_request_duration_seconds_count{status=~"5.."}');
  });
});

test("a pack of a job that is picked asks for that job's own status and threshold, and is named by it", () => {
  const job = { job: "mesh", instances: 1, status: null, threshold: 500, unavailable: null };
  const latency = { ...pack("istio-latency", { job: ["mesh"] }), jobs: [job] };
  expect(begun(EMPTY, latency)).toMatchObject({
    name: "Istio latency",
    unit: "ms",
    part: expect.stringContaining('le="500"'),
  });
  const sent = bodyOf(begun(EMPTY, latency)).indicator;
  expect(sent).toMatchObject({ unit: "ms" });
  expect(bodyOf(EMPTY).indicator).not.toHaveProperty("unit");
  // An edge that was picked stays with another label of the same pack.
  const picked = begun(EMPTY, latency);
  expect(withPack({ ...picked, part: picked.part.replace("500", "100") }, latency, { job: "mesh" }).part).toContain(
    'le="100"',
  );
  const availability = { ...pack("http-availability"), jobs: [{ ...job, job: "cart", status: "status_code" }] };
  expect(withPack(EMPTY, availability, { job: "cart" }).part).toContain('{job="cart",status_code=~"5.."}');
  expect(withPack(EMPTY, availability, { job: "" }).part).toContain('count{status=~"5.."}');
});

describe("what is kept in the tab", () => {
  afterEach(() => void vi.unstubAllGlobals());
  const storing = (text: string | null): void =>
    void vi.stubGlobal("sessionStorage", {
      getItem: () => text,
      setItem: (_: string, value: string) => {
        text = value;
      },
      removeItem: () => {
        text = null;
      },
    });

  test("is what was typed", () => {
    storing(null);
    keep(OWN);
    expect(kept()).toEqual(OWN);
    keep(null);
    expect(kept()).toEqual(EMPTY);
  });

  test.each(["{", "5", '{"name": 5, "start": 7, "other": "a"}'])("begins anew where it is none of ours: %s", (text) => {
    storing(text);
    expect(kept()).toEqual(EMPTY);
  });

  test("is no matter where storage is shut", () => {
    vi.stubGlobal("sessionStorage", {
      getItem: () => {
        throw new Error("denied");
      },
      setItem: () => {
        throw new Error("denied");
      },
    });
    keep(OWN);
    expect(kept()).toEqual(EMPTY);
  });
});
