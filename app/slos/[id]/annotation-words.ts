import { briefly, timeOfDay } from "@/lib/format/time";
import type { AlertMark } from "@/lib/views/alerts";
import type { AnnotationRow } from "@/lib/views/annotations";

export const KIND_WORDS = { deploy: "Deploy", event: "Event", note: "Note" };

/** "Deploy: shop 1.42.0", and that it was made up where it was. */
export const annotationLabel = ({
  kind,
  title,
  generated,
}: Pick<AnnotationRow, "kind" | "title" | "generated">): string =>
  `${KIND_WORDS[kind]}: ${title}${generated ? " (generated)" : ""}`;

/** "Alert: CheckoutErrors (page)" */
export const alertLabel = ({ name, severity }: Pick<AlertMark, "name" | "severity">): string =>
  `Alert: ${name}${severity === null ? "" : ` (${severity})`}`;

/** The day is said once where both are of one. */
export const untilWords = (from: string, to: string, now: string): string =>
  from.slice(0, 10) === to.slice(0, 10) ? timeOfDay(to) : briefly(to, now);
