import { respond } from "@/app/api/_respond";
import { currentReaderUnhurried } from "@/lib/auth/actor";
import { countsView } from "@/lib/views/counts";

type Context = { params: Promise<{ id: string }> };

export const GET = (request: Request, { params }: Context): Promise<Response> =>
  respond(async () => {
    const terms = new URL(request.url).searchParams;
    return countsView(
      await currentReaderUnhurried(),
      new Date(),
      (await params).id,
      terms.get("from"),
      terms.get("to"),
    );
  });
