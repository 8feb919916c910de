import { expect, test } from "vitest";
import { noticeOf } from "../../../scripts/app-log.mjs";

test("a warning shows its message and its cause in one line", () => {
  expect(noticeOf('{"level":40,"msg":"a tick failed","err":{"message":"no answer\\nfrom the engine"}}')).toBe(
    "warning: a tick failed: no answer from the engine",
  );
});

test("an error is called one", () => {
  expect(noticeOf('{"level":50,"msg":"a request failed"}')).toBe("error: a request failed");
});

test.each(['{"level":30,"msg":"listening"}', "  ▲ Next.js", "{broken", '{"msg":"no level"}', ""])(
  "%j needs nobody",
  (line) => {
    expect(noticeOf(line)).toBeNull();
  },
);
