import { Icon } from "@/app/_parts/icons";
import type { TargetEditorView } from "@/lib/views/target-editor";
import type { WhatIfView } from "@/lib/views/what-if";
import type { Draft } from "./draft";

export type Standing = {
  /** It promises less, and no accepted decision says so. */
  drifts: boolean;
  /** Such a change may not be saved. */
  refused: boolean;
  /** Why no decision says so; null where one does, or none is needed. */
  why: string | null;
};

export function standingOf(draft: Draft, view: TargetEditorView, tried: WhatIfView): Standing {
  if (tried.loosens.length === 0) return { drifts: false, refused: false, why: null };
  const { decision } = draft;
  const found = tried.objections.find(({ path, id }) => path === decision?.path && id === decision.id);
  const why = decision === null ? "none is chosen" : found ? found.objection : "there is no such decision";
  const drifts = why !== null;
  return { drifts, refused: drifts && !view.driftAllowed, why };
}

/** A target that promises less needs a decision that says so. */
export function LooseningNotice({
  standing: { drifts, refused, why },
  loosens,
}: {
  standing: Standing;
  loosens: string[];
}) {
  if (loosens.length === 0) return null;
  return (
    <div className={drifts ? "notice" : "notice calm"} role="status">
      <Icon name={drifts ? "warning" : "document"} />
      <div>
        <b>
          {drifts
            ? "This loosens the target, so it needs a decision that says so."
            : "This loosens the target, and the decision says so."}
        </b>
        {drifts && (
          <p>
            No decision says so: {why}.{" "}
            {refused
              ? "Pick an accepted decision that promises this; without one it cannot be saved here."
              : "Pick an accepted decision that promises this, or save as drift: the SLO, the decision and the review will show it until a decision settles it."}
          </p>
        )}
      </div>
    </div>
  );
}
