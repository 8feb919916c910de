import * as z from "zod";
import { RightsDraft } from "@/lib/commands/rights-draft";

/** Other rights of a person, or that they are disabled or enabled. */
export const PersonChange = z
  .strictObject({
    role: RightsDraft.shape.role.optional(),
    services: RightsDraft.shape.services,
    disabled: z.boolean("is neither true nor false").optional(),
  })
  .refine(
    ({ role, services, disabled }) =>
      (role === undefined) !== (disabled === undefined) && (role !== undefined || services === undefined),
    "The body holds neither a role (with services, for an editor), nor disabled alone.",
  );
