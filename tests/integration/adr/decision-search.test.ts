import { describe, expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { searchRecords } from "@/lib/views/decision-search";

const record = (name: string, text: string) => readAdr(`docs/adr/${name}`, text);
const queue = record(
  "0001-queue.md",
  "# Use a message queue\n\nStatus: accepted\n\nOrders wait in RabbitMQ until they are taken.\n",
);
const cache = record(
  "0002-cache.md",
  "---\nstatus: accepted\ndecisions: {d1: {title: Purge by surrogate key}}\n---\n# Cache at the edge\n\n## Invalidation\n\nThe queue is told of every change.\n",
);
const log = record("0003-log.md", "# Log\n\n## About the queue\n\nNothing else.\n");
const paths = async (records: (typeof queue)[], q: string) =>
  (await searchRecords(records, q)).hits.map(({ path }) => path.slice("docs/adr/".length));

describe("records are found", () => {
  test("by their title before their headings before their text", async () => {
    expect(await paths([log, cache, queue], "queue")).toEqual(["0001-queue.md", "0003-log.md", "0002-cache.md"]);
  });

  test("by a decision, by the beginning of a word and in spite of a typing error", async () => {
    expect(await paths([queue, cache, log], "surrogate")).toEqual(["0002-cache.md"]);
    expect(await paths([queue, cache, log], "invalid")).toEqual(["0002-cache.md"]);
    expect(await paths([queue, cache, log], "rabitmq")).toEqual(["0001-queue.md"]);
  });

  test("only where every word is there", async () => {
    expect(await paths([queue, cache, log], "queue surrogate")).toEqual(["0002-cache.md"]);
    expect(await paths([queue, cache, log], "queue zebra")).toEqual([]);
    expect(await paths([queue, cache, log], "  ")).toEqual([]);
  });

  test("as they are now: a changed record by its new words, a removed one no longer", async () => {
    await paths([queue, cache], "queue");
    const changed = record("0001-queue.md", "# Use a stream\n\nStatus: accepted\n");
    expect(await paths([changed, cache], "stream")).toEqual(["0001-queue.md"]);
    expect(await paths([changed, cache], "rabbitmq")).toEqual([]);
    expect(await paths([changed], "surrogate")).toEqual([]);
  });

  test("with the words around what was found, and where it stands in them", async () => {
    const [hit] = (await searchRecords([queue], "rabbitmq")).hits;
    expect(hit?.snippet.marks.map(([from, to]) => hit.snippet.text.slice(from, to))).toEqual(["RabbitMQ"]);
    expect(hit).toMatchObject({ title: "Use a message queue", status: "accepted", number: "0001" });
  });
});
