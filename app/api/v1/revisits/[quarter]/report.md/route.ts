import { problemOf } from "@/app/api/_respond";
import { currentReaderUnhurried } from "@/lib/auth/actor";
import { mustBeThere, revisitReport } from "@/lib/views/revisit";
import { revisitMarkdown } from "@/lib/views/revisit-markdown";

type Context = { params: Promise<{ quarter: string }> };

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const { quarter } = await params;
    const view = mustBeThere(await revisitReport(await currentReaderUnhurried(), new Date(), quarter), quarter);
    return new Response(revisitMarkdown(view), {
      headers: {
        "content-type": "text/markdown; charset=utf-8",
        "content-disposition": `attachment; filename="revisit-${view.quarter.id}.md"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}
