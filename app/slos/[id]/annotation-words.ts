import type { AnnotationRow } from "@/lib/views/annotations";

export const KIND_WORDS = { deploy: "Deploy", event: "Event", note: "Note" };

/** "Deploy: shop 1.42.0", and that it was made up where it was. */
export const annotationLabel = ({
  kind,
  title,
  generated,
}: Pick<AnnotationRow, "kind" | "title" | "generated">): string =>
  `${KIND_WORDS[kind]}: ${title}${generated ? " (generated)" : ""}`;
