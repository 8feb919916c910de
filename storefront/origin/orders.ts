import { z } from "zod";

/** What the supervisor may tell a running origin. */
export const OriginOrder = z.discriminatedUnion("order", [
  z.object({ order: z.literal("settings"), policy: z.enum(["normal", "short"]), databaseSlowness: z.number().min(1) }),
  z.object({ order: z.literal("flush") }),
]);
export type OriginOrder = z.infer<typeof OriginOrder>;
