import * as z from "zod";

const HOUR_MS = 3_600_000;
const TWO_YEARS_MS = 2 * 366 * 24 * HOUR_MS;

const instant = z.iso
  .datetime({ offset: true, error: "is no instant, such as 2026-12-01T22:00:00Z" })
  .transform((text) => Date.parse(text));

const text = (most: number) => z.string("is missing").trim().max(most, `is longer than ${most} characters`);
const named = (most: number) => text(most).min(1, "is empty");

/** Only what a browser follows without running it. */
const url = text(2000).refine((given) => {
  const { protocol, username } = URL.canParse(given) ? new URL(given) : { protocol: "", username: "" };
  return /^https?:$/.test(protocol) && username === "";
}, "is no http or https address");

/** Something that happened, as the API takes it. Without `at` and `from` it happens now. */
export const AnnotationDraft = z
  .strictObject({
    kind: z.enum(["deploy", "event", "note"], "is none of deploy, event, note"),
    /** Left out: of the SLO's service, or of every service. */
    service: named(200).nullish(),
    slo: named(200).nullish(),
    title: named(120),
    text: text(2000).nullish(),
    url: url.nullish(),
    at: instant.nullish(),
    from: instant.nullish(),
    to: instant.nullish(),
    /** By which a caller may send it again without a second one being made. */
    key: named(200).nullish(),
  })
  .transform(({ at, from, to, ...rest }, context): DraftedAnnotation => {
    const [begins, ends] = [at ?? from ?? null, to ?? null];
    const wrong = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if ((at ?? null) !== null && (from ?? null) !== null) wrong("from", "is one too many beside at");
    if ((at ?? null) !== null && ends !== null) wrong("to", "is one too many beside at");
    if ((at ?? null) === null && ends !== null && (from ?? null) === null) wrong("from", "is missing beside to");
    if (begins !== null && ends !== null && ends <= begins) wrong("to", "is not after from");
    return {
      kind: rest.kind,
      service: rest.service ?? null,
      sloId: rest.slo ?? null,
      title: rest.title,
      text: rest.text || null,
      url: rest.url ?? null,
      fromAt: begins,
      toAt: ends,
      key: rest.key ?? null,
    };
  });
export type AnnotationDraft = z.infer<typeof AnnotationDraft>;

/** Times are ms; null as beginning: now; as end: a moment. */
type DraftedAnnotation = {
  kind: "deploy" | "event" | "note";
  service: string | null;
  sloId: string | null;
  title: string;
  text: string | null;
  url: string | null;
  fromAt: number | null;
  toAt: number | null;
  key: string | null;
};

/** What is wrong with its times, by the field that the caller gave; null where nothing is. */
export function timeRefused(
  { fromAt, toAt }: Pick<DraftedAnnotation, "fromAt" | "toAt">,
  now: Date,
): { field: string; message: string } | null {
  const first = toAt === null ? "at" : "from";
  if (fromAt !== null && fromAt < now.getTime() - TWO_YEARS_MS)
    return { field: first, message: "is more than two years back" };
  if (fromAt !== null && fromAt > now.getTime() + HOUR_MS)
    return { field: first, message: "is more than an hour ahead" };
  if (toAt !== null && toAt > now.getTime() + HOUR_MS) return { field: "to", message: "is more than an hour ahead" };
  return null;
}

/** Which of its fields differ from those of an annotation that is there; a draft without a time differs in none. */
export const differencesFrom = (
  draft: DraftedAnnotation,
  there: { [Field in keyof DraftedAnnotation]: unknown },
): string[] =>
  (
    [
      ["kind", "kind"],
      ["service", "service"],
      ["sloId", "slo"],
      ["title", "title"],
      ["text", "text"],
      ["url", "url"],
      ["fromAt", draft.toAt === null ? "at" : "from"],
      ["toAt", "to"],
    ] as const
  ).flatMap(([field, name]) =>
    (draft.fromAt === null && (field === "fromAt" || field === "toAt")) || draft[field] === there[field] ? [] : [name],
  );
