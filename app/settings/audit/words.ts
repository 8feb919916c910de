import type { AuditAction, AuditSubject } from "@/lib/views/audit";

export const ACTION_WORDS: Record<AuditAction, string> = {
  "session.began": "signed in",
  "session.ended": "session ended",
  "session.refused": "sign-in refused",
  "link.made": "link made",
  "link.used": "link used",
  "person.joined": "person joined",
  "person.changed": "rights changed",
  "person.disabled": "person disabled",
  "person.enabled": "person enabled",
  "password.changed": "password changed",
  "second-factor.on": "second factor on",
  "second-factor.off": "second factor off",
  "token.made": "token made",
  "token.revoked": "token revoked",
  "slo.made": "SLO made",
  "slo.changed": "SLO changed",
  "slo.retired": "SLO retired",
  "backfill.cancelled": "Backfill cancelled",
  "backfill.resumed": "Backfill resumed",
  "target.changed": "target changed",
  "target.cancelled": "target cancelled",
  "proposal.made": "proposal made",
  "proposal.accepted": "proposal accepted",
  "proposal.declined": "proposal declined",
  "proposal.withdrawn": "proposal withdrawn",
  "exclusion.made": "exclusion made",
  "exclusion.ended": "exclusion ended",
  "review.marked": "review item handled",
  "review.finished": "review finished",
  "follow-up.made": "follow-up made",
  "follow-up.closed": "follow-up closed",
  "breach.told": "breach noted",
  "annotation.made": "annotation made",
  "annotation.removed": "annotation removed",
  "view.saved": "view saved",
  "view.removed": "view removed",
  "revisit.started": "revisit started",
  "revisit.noted": "noted at a revisit",
  "revisit.decided": "decided at a revisit",
  "revisit.finished": "revisit finished",
  "trigger.fired": "trigger fired",
  "price.changed": "price changed",
  "plan.changed": "cost plan changed",
  "alert.heard": "alerts heard",
};

export const SUBJECT_WORDS: Record<AuditSubject, string> = {
  slo: "SLOs",
  person: "people",
  token: "tokens",
  proposal: "proposals",
  exclusion: "exclusions",
  link: "links",
  session: "sessions",
  review: "reviews",
  "follow-up": "follow-ups",
  breach: "breaches",
  annotation: "annotations",
  view: "saved views",
  revisit: "revisits",
  decision: "decisions",
  price: "prices",
  alert: "alerts",
};

/** Kinds of actors that have no name of their own to choose. */
export const ACTOR_WORDS = {
  token: "any token",
  file: "a file",
  system: "Plumbline itself",
  anonymous: "nobody signed in",
} as const;

const keysOf = <Key extends string>(words: Record<Key, string>): Key[] => Object.keys(words) as Key[];

export const ACTIONS = keysOf(ACTION_WORDS);
export const SUBJECTS = keysOf(SUBJECT_WORDS);
export const ACTORS = keysOf(ACTOR_WORDS);
