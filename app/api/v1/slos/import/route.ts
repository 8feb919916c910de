import { parsed, receive } from "@/app/api/_receive";
import { problemOf } from "@/app/api/_respond";
import { importSlos } from "@/lib/commands/import-slos";
import { ImportDraft, ImportTerms } from "@/lib/interop/import-draft";
import { importCheck } from "@/lib/views/import-check";

/** Of a body: below what the proxy lets through (next.config.js). */
const MOST_BYTES = 900 * 1024;

/** What an import of OpenSLO, Sloth's or Pyrra's documents would do; with `?apply=true` it is done, all or nothing. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { apply } = parsed(ImportTerms, Object.fromEntries(new URL(request.url).searchParams));
    if (!apply) return await receive(request, ImportDraft, importCheck, undefined, "costly read", MOST_BYTES);
    return await receive(request, ImportDraft, importSlos, () => ({ status: 201 }), "change", MOST_BYTES);
  } catch (error) {
    return problemOf(error);
  }
}
