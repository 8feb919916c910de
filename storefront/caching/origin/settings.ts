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
});
export type OriginSettings = z.infer<typeof OriginSettings>;
