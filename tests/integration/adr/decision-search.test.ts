import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { DecisionIndex } from "@/lib/gateways/decision-index";
import { endDecisionSearch, searchAdrFolders } from "@/lib/gateways/decision-search";

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
const all = [queue, cache, log];

function indexOf(records: (typeof queue)[]): DecisionIndex {
  const index = new DecisionIndex();
  index.takeIn(records);
  return index;
}
const pathsIn = (index: DecisionIndex, q: string) =>
  index.search(q).found.map(({ path }) => path.slice("docs/adr/".length));
const paths = (records: (typeof queue)[], q: string) => pathsIn(indexOf(records), q);

describe("records are found", () => {
  test("by their title before their headings before their text", () => {
    expect(paths([log, cache, queue], "queue")).toEqual(["0001-queue.md", "0003-log.md", "0002-cache.md"]);
  });

  test("with the whole word before those in which a word only begins so", () => {
    const begun = record("0004-begun.md", "# Use queues\n\nStatus: accepted\n");
    expect(paths([begun, queue], "queue")).toEqual(["0001-queue.md", "0004-begun.md"]);
  });

  test("that are about the word before those that only mention it", () => {
    const mentions = record("0005-once.md", `# Once\n\n${"Other words. ".repeat(20)} Kafka.\n`);
    const about = record("0006-often.md", `# Often\n\n${"Kafka words. ".repeat(20)} Other.\n`);
    expect(paths([mentions, about], "kafka")).toEqual(["0006-often.md", "0005-once.md"]);
  });

  test("by a decision, by the beginning of a word and in spite of a typing error", () => {
    expect(paths(all, "surrogate")).toEqual(["0002-cache.md"]);
    expect(paths(all, "invalid")).toEqual(["0002-cache.md"]);
    expect(paths(all, "rabitmq")).toEqual(["0001-queue.md"]);
    expect(paths(all, "surogate quuee")).toEqual(["0002-cache.md"]);
    expect(paths(all, "invaldiation")).toEqual(["0002-cache.md"]);
  });

  test("whatever accents the question has or lacks, and without spaces between words", () => {
    const french = record("0007-fr.md", "# Mémoriser près du lecteur\n");
    const chinese = record("0008-zh.md", "# 采用多级缓存\n\n商品页面从缓存读取。\n");
    expect(paths([french, chinese], "memoriser")).toEqual(["0007-fr.md"]);
    expect(paths([french, chinese], "lectéur")).toEqual(["0007-fr.md"]);
    expect(paths([french, chinese], "缓存")).toEqual(["0008-zh.md"]);
    expect(paths([french, chinese], "存缓")).toEqual([]);
  });

  test("only where every word is there", () => {
    expect(paths(all, "queue surrogate")).toEqual(["0002-cache.md"]);
    expect(paths(all, "queue zebra")).toEqual([]);
    expect(paths(all, "  ")).toEqual([]);
  });

  test("and no sign of a question means anything but itself", () => {
    for (const q of ['"', "* OR 1", "NEAR(queue", "title:queue", "-queue", "(", "\0", "a AND NOT b"])
      expect(() => indexOf(all).search(q)).not.toThrow();
    expect(paths(all, "“queue” – surrogate!")).toEqual(["0002-cache.md"]);
  });

  test("as they are now: a changed record by its new words, a removed one no longer", () => {
    const index = indexOf([queue, cache]);
    const changed = record("0001-queue.md", "# Use a stream\n\nStatus: accepted\n");
    index.takeIn([changed]);
    expect(pathsIn(index, "stream")).toEqual(["0001-queue.md"]);
    expect(pathsIn(index, "rabbitmq")).toEqual([]);
    index.keepOnly(new Set([changed.path]));
    expect(pathsIn(index, "surrogate")).toEqual([]);
  });

  test("the best 25 of many, and that there are more", () => {
    const many = Array.from({ length: 40 }, (_, n) => record(`01${n}-many.md`, `# Many ${n}\n`));
    const { found, more } = indexOf(many).search("many");
    expect([found.length, more]).toEqual([25, true]);
  });

  test("with the words around what was found, and where it stands in them", () => {
    const [hit] = indexOf([queue]).search("rabbitmq").found;
    expect(hit?.snippet.marks.map(([from, to]) => hit.snippet.text.slice(from, to))).toEqual(["RabbitMQ"]);
    expect(hit).toMatchObject({ title: "Use a message queue", status: "accepted", number: "0001" });
  });
});

describe("the thread that searches", () => {
  const dir = join(mkdtempSync(join(tmpdir(), "plumbline-search-")), "adr");
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text);
  const found = async (q: string, dirs = [dir]) =>
    (await searchAdrFolders(dirs, q, 60_000)).found.map(({ path }) => path.split("/").at(-1));
  beforeEach(async () => {
    await endDecisionSearch();
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir);
    write("0001-a.md", "# Alpha\n\nStatus: accepted\n");
    write("0002-b.md", "# Beta\n\nStatus: accepted\n");
  });
  afterAll(async () => {
    await endDecisionSearch();
    rmSync(join(dir, ".."), { recursive: true, force: true });
  });

  test("reads the folders it is asked about", async () => {
    expect(await found("beta")).toEqual(["0002-b.md"]);
    expect(await found("beta", [])).toEqual([]);
    expect(await found("alpha")).toEqual(["0001-a.md"]);
  });

  test("says that it still reads, before it has read all", async () => {
    const first = await searchAdrFolders([dir], "beta", 0);
    expect(first.reading).not.toBeNull();
    expect(await found("beta")).toEqual(["0002-b.md"]);
    expect((await searchAdrFolders([dir], "beta")).reading).toBeNull();
  });

  test("finds what was written since", async () => {
    expect(await found("gamma")).toEqual([]);
    write("0002-b.md", "# Gamma\n\nStatus: accepted\n");
    utimesSync(join(dir, "0002-b.md"), new Date(), new Date(Date.now() + 5_000));
    await expect.poll(() => found("gamma"), { timeout: 10_000 }).toEqual(["0002-b.md"]);
    expect(await found("beta")).toEqual([]);
  });

  test("answers questions that come at once, each its own", async () => {
    const answers = await Promise.all(["alpha", "beta", "gamma", "alpha"].map((q) => found(q)));
    expect(answers).toEqual([["0001-a.md"], ["0002-b.md"], [], ["0001-a.md"]]);
  });
});
