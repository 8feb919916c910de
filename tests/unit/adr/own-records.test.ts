import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { textIn } from "@/lib/adr/hast-text";
import { readAdr } from "@/lib/adr/record";
import { isRecordFile } from "@/lib/adr/record-name";
import { renderAdr } from "@/lib/adr/render";

const records = readdirSync("docs/adr")
  .map((name) => `docs/adr/${name}`)
  .filter(isRecordFile)
  .map((path) => readAdr(path, readFileSync(path, "utf8")));
const words = (text: string) => text.replace(/\s+/g, " ");

test("every record of this project is read without a problem, and says its status", () => {
  expect(records.length).toBeGreaterThan(6);
  for (const { path, problems, status, date, review } of records) {
    expect({ path, problems }).toEqual({ path, problems: [] });
    expect(status).not.toBe("not stated");
    expect(date).not.toBeNull();
    expect(review?.due).not.toBeNull();
  }
});

test("every decision has its section, and every promise stands in it word for word", () => {
  for (const record of records) {
    const { sections } = renderAdr(record);
    for (const { id, title } of record.decisions) {
      expect(sections.find(({ decisionId }) => decisionId === id)).toMatchObject({ anchor: id, title });
    }
    for (const { decision, statement } of record.targets) {
      const section = sections.find(({ decisionId }) => decisionId === decision);
      expect(section && words(textIn(section.body))).toContain(words(statement ?? "no statement"));
      expect(JSON.stringify(section?.body)).toContain('"promise"');
    }
  }
});

test("links between the records lead to records that exist", () => {
  const paths = new Set(records.map(({ path }) => `/decisions/${path}`));
  for (const record of records) {
    const links = JSON.stringify(renderAdr(record)).match(/(?<="href":")[^"#]+/g) ?? [];
    for (const link of links.filter((href) => !/^https?:/.test(href))) expect(paths).toContain(link);
  }
});

test("the caching record promises what the SLOs of the storefront hold", () => {
  const caching = records.find(({ number }) => number === "0024");
  expect(
    caching?.targets.map(({ slo, decision, objective, window, threshold }) => [
      slo,
      decision,
      objective,
      window,
      threshold,
    ]),
  ).toEqual([
    ["edge-hit-rate", "d1", 0.95, "28d", null],
    ["cdn-offload-requests", "d1", 0.9, "28d", null],
    ["cdn-offload-bytes", "d1", 0.9, "28d", null],
    ["l1-hit-rate", "d2", 0.95, "28d", null],
    ["redis-hit-rate", "d2", 0.95, "28d", null],
    ["combined-hit-rate", "d2", 0.95, "28d", null],
    ["product-latency", "d3", 0.95, "28d", 0.2],
    ["visitor-latency", "d3", 0.95, "28d", 0.2],
  ]);
});
