import { z } from "zod";
import { Cell } from "../cell";

/** What an origin process is started with. */
export const OriginSettings = z.object({
  cell: Cell,
  port: z.number(),
  peerPorts: z.array(z.number()),
  edgePort: z.number(),
  /** null: the store is the process itself. */
  storePort: z.number().nullable(),
  socketDir: z.string(),
  /** Shares of copies that a start finds: `everything` at every age, the `popular` as warm-up loads them, or `nothing`. */
  warm: z.enum(["everything", "popular", "nothing"]),
  hotProduct: z.boolean(),
});
export type OriginSettings = z.infer<typeof OriginSettings>;
