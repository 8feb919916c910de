import { z } from "zod";
import { SCENARIOS } from "../cell";

/** What a running origin is told when another scenario begins: its counts begin anew, under its name. */
export const Situation = z.object({ scenario: z.enum(SCENARIOS), hotProduct: z.boolean() });
export type Situation = z.infer<typeof Situation>;
