import { expect, test } from "vitest";
import { parseArguments } from "../../../scripts/command-line.mjs";

const KNOWN = { "--only": ["verify", "e2e"] };
const parse = (...args: string[]) => parseArguments(args, KNOWN, "--help lists them");

test("no arguments ask for nothing", () => {
  expect(parse()).toEqual({ help: false });
});

test("help may be asked for in two ways", () => {
  expect(parse("--help").help).toBe(true);
  expect(parse("-h").help).toBe(true);
});

test("an option's word may follow it or be joined to it", () => {
  expect(parse("--only", "e2e")["--only"]).toBe("e2e");
  expect(parse("--only=verify")["--only"]).toBe("verify");
});

test("an argument that is not known ends with code 2 and the way out", () => {
  expect(() => parse("--port=3001")).toThrow(
    expect.objectContaining({ message: "Unknown argument --port=3001: --help lists them", exitCode: 2 }),
  );
});

test.each([[["--only"]], [["--only", "bench"]], [["--only="]]])("%j names the words it may take", (args) => {
  expect(() => parse(...args)).toThrow(
    expect.objectContaining({ message: expect.stringContaining("one of verify, e2e"), exitCode: 2 }),
  );
});
