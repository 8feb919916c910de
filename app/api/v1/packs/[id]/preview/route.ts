import { parsed } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReaderUnhurried } from "@/lib/auth/actor";
import { PackChoice } from "@/lib/interop/pack-draft";
import { packPreview } from "@/lib/views/pack-preview";

/** The last six hours of a ready-made SLO; `label.job=…` narrows it, `status` and `threshold` are those of the pack. */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  respond(async () => {
    const terms = [...new URL(request.url).searchParams];
    const labels = Object.fromEntries(
      terms.flatMap(([name, value]) => (name.startsWith("label.") ? [[name.slice("label.".length), value]] : [])),
    );
    const one = (name: string): string | null => terms.find(([each]) => each === name)?.[1] ?? null;
    const threshold = one("threshold");
    const choice = parsed(PackChoice, {
      labels,
      status: one("status"),
      engine: one("engine"),
      threshold: threshold === null ? null : Number(threshold),
    });
    return packPreview(await currentReaderUnhurried(), (await params).id, choice, new Date());
  });
