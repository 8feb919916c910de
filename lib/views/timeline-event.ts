export type TimelineKind =
  | "opened"
  | "closed"
  | "target"
  | "other-breach"
  | "deploy"
  | "event"
  | "annotation"
  | "acknowledged"
  | "note"
  | "cause"
  | "follow-up"
  | "alert"
  | "alert-resolved"
  | "sent"
  | "notified";

export type TimelineEvent = {
  at: string;
  kind: TimelineKind;
  what: string;
  /** What a machine calls it, set apart. */
  code: string | null;
  detail: string | null;
  href: string | null;
  /** It was made up for the demo's history. */
  generated: boolean;
};

/** `at`: ms. */
export const plainEvent = (kind: TimelineKind, at: number, what: string): TimelineEvent => ({
  at: new Date(at).toISOString(),
  kind,
  what,
  code: null,
  detail: null,
  href: null,
  generated: false,
});
