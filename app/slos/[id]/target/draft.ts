import { keepAt, keptAt } from "@/app/_kept";
import type { TargetDraft, TargetTerms, TrialDraft } from "@/lib/slo/target-draft";
import type { TargetEditorView } from "@/lib/views/target-editor";

/** What is typed, as it is typed. */
export type Draft = {
  /** The state of the target that it was begun on. */
  etag: string;
  /** In percent. */
  objective: string;
  /** s, or a gauge's own unit; empty for ratios. */
  threshold: string;
  /** `28d`, or a calendar's unit. */
  window: string;
  /** Of a calendar window. */
  zone: string;
  /** A time to come as the browser's field writes it, in UTC; empty: now. */
  from: string;
  decision: { path: string; id: string } | null;
  reason: string;
};

export type Faults = Partial<Record<keyof Draft, string>>;

export const ROLLING = ["7d", "28d", "30d", "90d"];
export const CALENDAR = ["week", "month", "quarter"];

type Terms = TargetTerms & { decision: { path: string; id: string } | null };

const percentText = (objective: number): string => String(Number((objective * 100).toFixed(6)));

/** A draft that says what the terms say. */
export function draftFrom({ objective, threshold, window, decision }: Terms, etag: string): Draft {
  const [unit = window, zone = "UTC"] = window.split("@");
  return {
    etag,
    objective: percentText(objective),
    threshold: threshold === null ? "" : String(threshold),
    window: unit,
    zone,
    from: "",
    decision: decision && { path: decision.path, id: decision.id },
    reason: "",
  };
}

/** The draft that a visit begins with: an older version's terms where it is to hold again, or a decision that was chosen before. */
export function firstDraft(
  { target, inForce, decisions }: TargetEditorView,
  again: number | null,
  chosen: Draft["decision"] = null,
): Draft | null {
  const older = target.versions.find(({ version }) => version === again);
  if (older) return { ...draftFrom(older, target.etag), reason: `Back to v${older.version}: ` };
  const decision = decisions.find(({ path, id }) => path === chosen?.path && id === chosen.id);
  return decision ? { ...draftFrom({ ...inForce, decision }, target.etag) } : null;
}

/** What the terms come to, and what is wrong with them field by field. */
export function readTerms(
  draft: Draft,
  kind: TargetEditorView["slo"]["kind"],
): { terms: TargetTerms | null; faults: Faults } {
  const faults: Faults = {};
  const percent = Number(draft.objective.replace(",", ".") || Number.NaN);
  if (!(percent > 0 && percent < 100)) faults.objective = "is a share above 0 % and below 100 %, such as 99.9";
  const threshold = kind === "ratio" ? null : Number(draft.threshold.replace(",", ".") || Number.NaN);
  if (threshold !== null && !Number.isFinite(threshold)) faults.threshold = "is no number";
  const isCalendar = CALENDAR.includes(draft.window);
  if (isCalendar && !isTimeZone(draft.zone)) faults.zone = "is no time zone, such as Europe/Berlin";
  if (Object.keys(faults).length > 0) return { terms: null, faults };
  const window = isCalendar ? `${draft.window}@${draft.zone}` : draft.window;
  return { terms: { objective: Number((percent / 100).toPrecision(12)), threshold, window }, faults };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null && /^[A-Z]/i.test(name);
  } catch {
    return false;
  }
}

/** When it holds from, as the API takes it; null: from now on. */
export const effectiveFrom = ({ from }: Draft): string | null => (from === "" ? null : `${from.slice(0, 16)}:00Z`);

/** What is tried of it, as the API takes it. */
export const trialOf = (draft: Draft, terms: TargetTerms): TrialDraft => ({
  ...terms,
  effectiveFrom: effectiveFrom(draft),
});

/** The change as the API takes it. */
export const changeOf = (draft: Draft, terms: TargetTerms, asDrift: boolean): TargetDraft => ({
  ...terms,
  effectiveFrom: effectiveFrom(draft),
  decision: draft.decision,
  reason: draft.reason.trim(),
  asDrift,
});

const keyOf = (id: string): string => `plumbline target ${id}`;

/** A reload, or signing in on the way, loses nothing that was typed. `again`: the older version that the visit began with. */
export const keep = (id: string, again: number | null, draft: Draft): void => keepAt(keyOf(id), { ...draft, again });

export const forget = (id: string): void => keepAt(keyOf(id), null);

/** What was typed at this address; null where nothing was, or where it is another version that is to hold again. */
export function kept(id: string, again: number | null, like: Draft): Draft | null {
  const found = keptAt(keyOf(id));
  if (!found || (again !== null && found.again !== again)) return null;
  const known = Object.entries(found).filter(([key, value]) => key in like && isLike(key, value));
  return { ...like, ...Object.fromEntries(known) };
}

const isLike = (key: string, value: unknown): boolean =>
  key === "decision" ? value === null || typeof value === "object" : typeof value === "string";
