/** `smoke` tries a command in seconds; its figures say nothing. */
export const size: "full" | "smoke" = process.env.BENCH_SIZE === "smoke" ? "smoke" : "full";

const used: Record<string, number> = {};

/** A size that an environment variable may change. */
export function parameter(name: string, full: number, smoke: number): number {
  const given = process.env[name];
  const value = given === undefined || given === "" ? (size === "smoke" ? smoke : full) : Number(given);
  if (!(value > 0)) {
    // Sizes are read first of all: nothing has been started that would have to end.
    console.error(`${name}=${given}: is not a number above 0`);
    process.exit(2);
  }
  used[name] = value;
  return value;
}

/** All sizes that this process asked for. */
export const usedParameters = (): Readonly<Record<string, number>> => used;
