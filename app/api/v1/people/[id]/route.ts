import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { changePerson } from "@/lib/commands/change-person";
import { disablePerson } from "@/lib/commands/disable-person";
import { enablePerson } from "@/lib/commands/enable-person";
import { RightsDraft } from "@/lib/commands/rights-draft";
import { personItem } from "@/lib/views/people";

type Context = { params: Promise<{ id: string }> };

const PersonChange = z
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

/** Gives other rights, disables or enables; `If-Match` holds the `version` that the list showed. */
export const PATCH = (request: Request, { params }: Context): Promise<Response> =>
  receive(
    request,
    PersonChange,
    async (actor, { role, services, disabled }, now) => {
      const { id } = await params;
      const seen = request.headers.get("if-match");
      if (role !== undefined) return personItem(await changePerson(actor, id, { role, services }, seen, now));
      return personItem(await (disabled ? disablePerson : enablePerson)(actor, id, seen, now));
    },
    ({ version }) => ({ headers: { etag: `"${version}"` } }),
  );
