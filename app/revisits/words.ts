const WORDS: Record<string, string> = {
  overdue: "overdue",
  due: "due",
  triggered: "triggered",
  drifting: "drifting",
  carried: "left over",
  added: "added",
};

/** "overdue 9 d, triggered" */
export const whyWords = (why: readonly string[], overdueDays = 0): string =>
  why
    .map((each) => (each === "overdue" && overdueDays > 0 ? `overdue ${overdueDays}\u202fd` : (WORDS[each] ?? each)))
    .join(", ");

export const addressOf = (quarter: string, d: string | null, presenting: boolean): string => {
  const terms = [...(d === null ? [] : [`d=${encodeURIComponent(d)}`]), ...(presenting ? ["present=1"] : [])];
  return `/revisits/${quarter}${terms.length > 0 ? `?${terms.join("&")}` : ""}`;
};
