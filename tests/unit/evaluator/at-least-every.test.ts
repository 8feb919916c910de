import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { atLeastEvery } from "@/lib/evaluator/beside";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("work that is called for in time is done once each time, and by itself only where it is not", () => {
  const work = vi.fn();
  const call = atLeastEvery(90, work);
  for (let n = 0; n < 5; n++) {
    call();
    vi.advanceTimersByTime(60);
  }
  expect(work).toHaveBeenCalledTimes(5);
  vi.advanceTimersByTime(30 + 90);
  expect(work).toHaveBeenCalledTimes(7);
});
