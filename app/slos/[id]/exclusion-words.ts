/** What an exclusion can recur by, as the form offers it. */
export const RULES = [
  { rrule: "", words: "Once" },
  { rrule: "FREQ=DAILY", words: "Every day" },
  { rrule: "FREQ=WEEKLY", words: "Every week" },
  { rrule: "FREQ=MONTHLY", words: "Every month" },
] as const;

/** "every week (Europe/Berlin)"; a rule of another kind as it was written. */
export function ruleInWords(rrule: string, timeZone: string | null): string {
  const words = RULES.find((rule) => rule.rrule === rrule)?.words.toLowerCase() ?? rrule;
  return `${words} (${timeZone ?? "UTC"})`;
}
