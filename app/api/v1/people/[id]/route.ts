import { receive } from "@/app/api/_receive";
import { changePerson } from "@/lib/commands/change-person";
import { disablePerson } from "@/lib/commands/disable-person";
import { enablePerson } from "@/lib/commands/enable-person";
import { personItem } from "@/lib/views/people";
import { PersonChange } from "../../_person-change";

type Context = { params: Promise<{ id: string }> };

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
