import "server-only";
import * as z from "zod";
import { DomainError } from "@/lib/errors";
import { type Rights, ROLES } from "@/lib/rights";

export const RightsDraft = z.strictObject({
  role: z.enum(ROLES, `is none of ${ROLES.join(", ")}`),
  services: z
    .array(z.string("is no text").min(1, "is empty").max(200, "is longer than 200 characters"))
    .max(1000)
    .nullish(),
});

/**
 * The rights that a draft means. Only an editor's are narrowed to services, and only to such as there are.
 * @throws DomainError `bad-input`
 */
export function rightsOf({ role, services }: z.infer<typeof RightsDraft>, known: readonly string[]): Rights {
  if (role !== "editor" || services === null || services === undefined) return { role, services: null };
  if (services.length === 0)
    throw new DomainError("bad-input", "services: names none.", "Name one at least, or take all services.");
  const unknown = services.find((service) => !known.includes(service));
  if (unknown !== undefined)
    throw new DomainError(
      "bad-input",
      `services: no SLO belongs to a service "${unknown}".`,
      known.length === 0 ? "Take all services: there are none to choose from yet." : `There are: ${known.join(", ")}.`,
    );
  return { role, services: [...new Set(services)].sort() };
}
