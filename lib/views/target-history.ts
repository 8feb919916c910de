import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { mayEdit } from "@/lib/rights";
import type { Slo } from "@/lib/store/slos";
import type { AdrIndex, DecisionLink } from "./adr-index";
import { type TargetVersionView, targetView } from "./target";

/** What a reader may do with a target; `sign-in`: nobody is signed in. */
export type MayEdit = "edit" | "propose" | "sign-in";

export const mayEditOf = (reader: Reader, { service }: Slo): MayEdit =>
  reader.kind === "anonymous" ? "sign-in" : mayEdit(reader, service) ? "edit" : "propose";

/** A version with the decision that it leads to. */
export type TargetMoment = Omit<TargetVersionView, "decision"> & { decision: DecisionLink | null };

export type TargetHistory = {
  /** Names this state of the target; a change sends it as If-Match. */
  etag: string;
  may: MayEdit;
  /** The file in which alone the target is changed; null where it is changed here. */
  lockedBy: string | null;
  /** Newest first. */
  versions: TargetMoment[];
};

export function targetHistory(reader: Reader, adrs: AdrIndex, slo: Slo, now: Date): TargetHistory {
  const view = targetView(reader, now, slo.id);
  return {
    etag: view?.etag ?? "",
    may: mayEditOf(reader, slo),
    lockedBy: view?.lockedBy ?? null,
    versions: (view?.versions ?? []).map(({ decision, ...version }) => ({
      ...version,
      decision: adrs.link(decision?.path ?? null, decision?.id ?? null),
    })),
  };
}
