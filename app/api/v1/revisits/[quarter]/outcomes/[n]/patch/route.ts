import { problemOf } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { revisitPatch } from "@/lib/views/revisit-patch";

type Context = { params: Promise<{ quarter: string; n: string }> };

/** A patch for `git apply`; with `?part=draft` only the record that follows. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { quarter, n } = await params;
    const part = new URL(request.url).searchParams.get("part") === "draft" ? "draft" : "patch";
    const { name, text } = await revisitPatch(await currentReader(), quarter, n, part);
    return new Response(text, {
      headers: {
        "content-type": part === "draft" ? "text/markdown; charset=utf-8" : "text/x-diff; charset=utf-8",
        "content-disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "-")}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}
