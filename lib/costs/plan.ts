import * as z from "zod";
import { isTimeZone } from "@/lib/slo/calendar";
import { type Read, readYaml } from "./read-yaml";
import { MEASURED } from "./usage";

const name = z.string("is missing").regex(/^[a-z0-9][a-z0-9-]{0,60}$/, "is no name such as cloudfront");
const address = z
  .string("is missing")
  .regex(/^[^#\s]+\.md#[\w-]+$/, "is no decision such as docs/adr/0001-caching.md#d1");
const whole = z.number("is missing").int("is no whole number").nonnegative("is negative").max(1e12);
const hours = z.number("is missing").nonnegative("is negative").max(100_000);

/** A machine holds so many requests an hour, and so many machines stand however little is asked. */
const Capacity = z.strictObject({ perHour: whole.min(1, "is not above 0"), minimum: whole.max(10_000) });
export type Capacity = z.infer<typeof Capacity>;

/** What is billed, by whose price list, and what is supposed where nothing is measured. */
export const Setup = z.strictObject({
  currency: z.string("is missing").regex(/^[A-Z]{3}$/, "is no currency such as USD"),
  edge: z.strictObject({ decision: address, providers: z.array(name).min(1, "is empty").max(5) }),
  cache: z.strictObject({ decision: address, provider: name }),
  origin: z.strictObject({ provider: name }),
  database: z.strictObject({ provider: name }),
  people: z.strictObject({ provider: name }).optional(),
  capacity: z.strictObject({
    /** The busiest hour in the average hour: what machines are bought for. */
    peak: z.number("is missing").min(1, "is below 1").max(1000),
    edgeServer: Capacity,
    originServer: Capacity,
    database: Capacity,
    cacheNodes: whole.max(10_000),
  }),
  /** A month's, that nobody measures. */
  assumed: z.strictObject({
    purges: whole,
    storedGB: whole,
    storageWrites: whole,
    storageReads: whole,
    peopleHours: z.strictObject({ edge: hours, cache: hours }),
  }),
});
export type Setup = z.infer<typeof Setup>;

/** Which count of an SLO measures a volume. What is bad is what came through, and what its target allows is what was promised. */
const MeasuredBy = z.strictObject({
  slo: z.string("is missing").min(1, "is empty").max(200),
  count: z.enum(["total", "good", "bad"], "is none of total, good, bad"),
});
export type MeasuredBy = z.infer<typeof MeasuredBy>;

export const Plan = z.strictObject({
  version: z.literal(1, "is not 1"),
  title: z.string("is missing").trim().min(1, "is empty").max(120),
  /** What readers should know of it, such as that its volumes are generated. */
  note: z.string().trim().max(600).nullish(),
  timeZone: z.string("is missing").refine(isTimeZone, "is no time zone such as Europe/Berlin"),
  setup: Setup,
  volumes: z.strictObject(
    Object.fromEntries(MEASURED.map((each) => [each, MeasuredBy])) as Record<
      (typeof MEASURED)[number],
      typeof MeasuredBy
    >,
  ),
});
export type Plan = z.infer<typeof Plan>;

export const readPlan = (yaml: string): Read<Plan> => readYaml(Plan, yaml);
