import * as z from "zod";
import { Setup } from "./plan";
import { type Read, readYaml } from "./read-yaml";
import { atRates, type Volumes } from "./usage";

const key = /^[a-z0-9][a-z0-9-]{0,60}$/;
const share = z.number("is missing").min(0, "is below 0").max(1, "is above 1");
const count = z.number("is missing").nonnegative("is negative").max(1e12);

/** What a shop that is only supposed asks of its edge. */
export const Assumption = z.strictObject({
  requestsPerDay: count,
  bytesPerRequest: count,
  offload: share,
  byteOffload: share,
  hitRate: share,
});
export type Assumption = z.infer<typeof Assumption>;

const Scenario = z.strictObject({
  title: z.string("is missing").trim().min(1, "is empty").max(200),
  /** So many days with so many times the ordinary traffic, one after the other. */
  days: z
    .array(z.strictObject({ days: count.max(366).gt(0, "is not above 0"), times: count.max(10_000) }))
    .min(1, "is empty")
    .max(31),
  assumes: Assumption,
  /** The edges that are compared, each by the providers that bill for it. */
  edges: z
    .array(
      z.strictObject({
        name: z.string("is missing").trim().min(1, "is empty").max(60),
        providers: z.array(z.string().regex(key, "is no name such as cloudfront")).min(1, "is empty").max(5),
        /** What the price list cannot say of it; stands under its tables. */
        caveat: z.string().trim().min(1, "is empty").max(300).optional(),
      }),
    )
    .min(1, "is empty")
    .max(20),
  multiples: z.array(z.number().positive("is not above 0").max(100_000)).min(1, "is empty").max(12),
});
export type Scenario = z.infer<typeof Scenario>;

const Scenarios = z.strictObject({
  version: z.literal(1, "is not 1"),
  /** The price list, beside this file. */
  prices: z.string("is missing").regex(/^[\w.-]+\.ya?ml$/, "is no file beside this one"),
  /** Whose volumes these are, said under every table. */
  shop: z.string("is missing").trim().min(1, "is empty").max(600),
  setup: Setup,
  scenarios: z.record(z.string().regex(key, "is no name such as ordinary-month"), Scenario),
});
export type Scenarios = z.infer<typeof Scenarios>;

export const readScenarios = (yaml: string): Read<Scenarios> => readYaml(Scenarios, yaml);

/** What its visitors ask for, and what its caches let through. */
export function phasesOf({ days, assumes }: Pick<Scenario, "days" | "assumes">): Volumes[] {
  const asked = days.map(({ days: n, times }): Volumes => {
    const edgeRequests = Math.round(assumes.requestsPerDay * n * times);
    return {
      minutes: Math.round(n * 1440),
      edgeRequests,
      edgeBytes: Math.round(edgeRequests * assumes.bytesPerRequest),
      originRequests: null,
      originBytes: null,
      databaseReads: null,
    };
  });
  return atRates(asked, assumes);
}

/** `requestsPerDay=2000000,hitRate=0.9`: other assumptions on top of a scenario's; or what is wrong with them. */
export function withVolumes(assumes: Assumption, given: string): Read<Assumption> {
  const changed: Record<string, unknown> = { ...assumes };
  for (const pair of given.split(",")) {
    const [name = "", value = ""] = pair.split("=").map((part) => part.trim());
    if (!(name in assumes))
      return { faults: [{ field: name, message: `is none of ${Object.keys(assumes).join(", ")}` }] };
    changed[name] = value === "" ? Number.NaN : Number(value);
    if (!Number.isFinite(changed[name])) return { faults: [{ field: name, message: `is no number: "${value}"` }] };
  }
  const result = Assumption.safeParse(changed);
  if (result.success) return { value: result.data };
  return { faults: result.error.issues.map(({ path, message }) => ({ field: path.join("."), message })) };
}
