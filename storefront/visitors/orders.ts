import { z } from "zod";
import { REGIONS, ROUTES } from "../shop";

/** Visits that a fault makes slow: of a route, from a region, or both; null: any. */
const SlowPlace = z.object({ route: z.enum(ROUTES).nullable(), region: z.enum(REGIONS).nullable() });
export type SlowPlace = z.infer<typeof SlowPlace>;

/** What the supervisor may tell the running visitors. */
export const VisitorOrder = z.object({ trafficFactor: z.number().positive(), slow: z.array(SlowPlace) });
export type VisitorOrder = z.infer<typeof VisitorOrder>;
