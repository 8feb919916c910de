import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { targetEditorView } from "@/lib/views/target-editor";

export const GET = (_request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => {
    const { id } = await params;
    const view = await targetEditorView(await currentReader(), new Date(), id);
    if (view === null) throw new DomainError("not-found", `There is no SLO ${id}.`);
    return view;
  });
