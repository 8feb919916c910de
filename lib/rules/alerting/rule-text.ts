/** Parts of a duration as Prometheus and vmalert read them, s. */
const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/** "4m59s", "3d"; s, whole. */
export function rangeText(seconds: number): string {
  let rest = seconds;
  let text = "";
  for (const [unit, size] of UNITS) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) text += `${n}${unit}`;
  }
  return text || "0s";
}

/** The largest single unit, as it stands in a rule's name: "90m", "28d". */
export function nameText(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds % each === 0) ?? ["s", 1];
  return `${seconds / size}${unit}`;
}

/** Of a label or an annotation: both are templates, and what somebody wrote is none. In spaces that every chat shows. */
export const plainText = (text: string): string => withPlainSpaces(text).replaceAll("{{", '{{ "{{" }}');

export const withPlainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

/** What a rule recorded of one SLO. */
export const recorded = (name: string, sloId: string): string => `${name}{slo="${sloId}"}`;

/** What was recorded in the last so many seconds, without the instant at which they begin: each count once. */
export const recordedWithin = (name: string, sloId: string, seconds: number): string =>
  `${recorded(name, sloId)}[${rangeText(seconds - 1)}]`;
