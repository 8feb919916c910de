import { expect, it } from "vitest";
import { latency } from "@/lib/format/latency";

const plain = (seconds: number) => latency(seconds).replaceAll("\u202f", " ");

it("shows milliseconds below a second", () => {
  expect([0.2, 0.1714, 0.0123, 0.0004].map(plain)).toEqual(["200 ms", "171 ms", "12.3 ms", "0.4 ms"]);
});
it("shows seconds from one second on", () => {
  expect([1, 1.2, 12.34, 0.9999].map(plain)).toEqual(["1 s", "1.2 s", "12.3 s", "1 s"]);
});
