import { expect, test } from "vitest";
import { decodeEntry, encodeEntry } from "@/storefront/caching/entry";

test("an entry comes back as it was, also one that says that there is nothing", () => {
  for (const value of [{ id: 1, name: "Lamp" }, null]) {
    const entry = { value, freshUntil: 1234, loadMs: 5 };
    expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
  }
});

test("what is missing, cut short or another's is no entry", () => {
  for (const text of [undefined, "", "[1,2", "[1,2]", '["x",2,{}]', "42"]) expect(decodeEntry(text)).toBeUndefined();
});
