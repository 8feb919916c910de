import { problemOf } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { openSloOf } from "@/lib/views/openslo";

type Context = { params: Promise<{ id: string }> };

/** The SLO as an OpenSLO v1 document, to be put into a folder of SLO_DIR. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const { id } = await params;
    const found = openSloOf(await currentReader(), new Date(), id);
    if (found === null) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
    return new Response(found.document, {
      headers: {
        "content-type": "application/yaml; charset=utf-8",
        // Its id is a name of letters, digits and hyphens.
        "content-disposition": `attachment; filename="${id}.yaml"`,
        "cache-control": "no-store",
        etag: found.etag,
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}
