import { EventEmitter } from "node:events";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { endDecisionSearch, type SearchQuestion, searchAdrFolders } from "@/lib/gateways/decision-search";

/** A thread that hears questions, and answers when it is told to. */
class Mute extends EventEmitter {
  heard: SearchQuestion[] = [];
  ended = 0;
  postMessage(question: SearchQuestion): void {
    this.heard.push(question);
  }
  async terminate(): Promise<number> {
    this.ended++;
    return 0;
  }
  answer(): void {
    for (const { id } of this.heard.splice(0)) this.emit("message", { id, found: [], more: false, reading: null });
  }
}

const threads = vi.hoisted(() => ({ begun: [] as unknown[] }));
vi.mock("@/lib/gateways/thread", () => ({
  startThread: async (): Promise<Worker> => {
    const thread = new Mute();
    threads.begun.push(thread);
    return thread as unknown as Worker;
  },
}));
const thread = (n: number): Mute => threads.begun[n] as Mute;

const outcomeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => "answered",
    ({ code }) => code,
  );
const ask = (times: number) => Array.from({ length: times }, () => outcomeOf(searchAdrFolders(["adr"], "cache")));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  threads.begun = [];
});
afterEach(async () => {
  await endDecisionSearch();
  vi.useRealTimers();
});

test("fifty questions wait for the thread, more are turned away, and its answers make room", async () => {
  const asked = ask(53);
  await vi.advanceTimersByTimeAsync(0);
  expect(thread(0).heard).toHaveLength(50);
  thread(0).answer();
  expect(await Promise.all(asked)).toEqual([...Array(50).fill("answered"), ...Array(3).fill("too-many-requests")]);
  const next = ask(1);
  await vi.advanceTimersByTimeAsync(0);
  thread(0).answer();
  expect(await next[0]).toBe("answered");
});

test("a thread that does not answer is ended, and its late end takes nothing from the next one", async () => {
  const first = ask(2);
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(10_100);
  expect(await Promise.all(first)).toEqual(["unavailable", "unavailable"]);
  expect(thread(0).ended).toBe(1);
  const second = ask(1);
  await vi.advanceTimersByTimeAsync(0);
  thread(0).emit("exit", 1);
  const third = ask(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(threads.begun).toHaveLength(2);
  thread(1).answer();
  expect(await Promise.all([...second, ...third])).toEqual(["answered", "answered"]);
});

test("an answer that came while the app itself was busy is still taken", async () => {
  const [asked] = ask(1);
  await vi.advanceTimersByTimeAsync(0);
  vi.advanceTimersByTime(10_100);
  thread(0).answer();
  expect(await asked).toBe("answered");
  expect(thread(0).ended).toBe(0);
});
