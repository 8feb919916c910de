import { createHash } from "node:crypto";
import { observed } from "@/app/_parts/coverage";
import { VERDICT_WORDS } from "@/app/_parts/verdict";
import { problemOf } from "@/app/api/_respond";
import { currentReader, type Reader } from "@/lib/auth/actor";
import { type Badge, drawBadge } from "@/lib/format/badge";
import { percent } from "@/lib/format/percent";
import { entityTagsIn } from "@/lib/slo/entity-tags";
import type { MeasuredDecision, MeasuredSlo } from "@/lib/views/badge";

/** Figures move once a minute. */
const MAX_AGE_SECONDS = 60;

/** A badge, also where there is nothing to show: it stands in pages that would show a broken image instead. */
export async function respondBadge(
  request: Request,
  absent: string,
  read: (reader: Reader, now: Date) => Promise<Badge | null>,
): Promise<Response> {
  try {
    const reader = await currentReader();
    const badge = await read(reader, new Date());
    const svg = drawBadge(badge ?? { name: "Plumbline", dress: "absent", word: absent, figures: null });
    const tag = createHash("sha1").update(svg).digest("base64url");
    const headers = {
      "content-type": "image/svg+xml; charset=utf-8",
      // What everybody may read, a shared cache may keep.
      "cache-control": `${reader.kind === "anonymous" ? "public" : "private"}, max-age=${MAX_AGE_SECONDS}`,
      vary: "authorization, cookie",
      etag: `"${tag}"`,
    };
    if (badge && entityTagsIn(request.headers.get("if-none-match")).includes(tag))
      return new Response(null, { status: 304, headers });
    return new Response(svg, { status: badge ? 200 : 404, headers });
  } catch (error) {
    return problemOf(error);
  }
}

export function badgeOfSlo(slo: MeasuredSlo): Badge {
  return { name: slo.name, dress: slo.verdict, word: VERDICT_WORDS[slo.verdict], figures: figuresOf(slo) };
}

export function badgeOfDecision({ name, slos, verdict }: MeasuredDecision): Badge {
  const [only] = slos;
  if (verdict === null || only === undefined) return { name, dress: "unmeasured", word: "Not measured", figures: null };
  if (slos.length === 1) return { ...badgeOfSlo(only), name };
  const met = slos.filter((slo) => slo.verdict === "met").length;
  const least = Math.min(...slos.map(({ coverage }) => coverage));
  const figures = `${met} of ${slos.length} targets met, each ${observed(least).replace(" observed", " observed or more")}`;
  return { name, dress: verdict, word: VERDICT_WORDS[verdict], figures };
}

function figuresOf({ attainment, targetStatement, coverage, stale }: MeasuredSlo): string {
  const share = attainment === null ? "no figure" : percent(attainment);
  return `${share}, target ${targetStatement}, ${observed(coverage)}${stale ? ", not counted lately" : ""}`;
}
