import { Icon } from "@/app/_parts/icons";
import type { TargetEditorView } from "@/lib/views/target-editor";
import type { WhatIfView } from "@/lib/views/what-if";
import type { Draft } from "./draft";

export type Standing = {
  /** In what it promises less than what it takes the place of. */
  loosens: WhatIfView["loosens"];
  /** It promises less, and no accepted decision says so. */
  drifts: boolean;
  /** Such a change may not be saved. */
  refused: boolean;
  /** Why no decision says so; null where one does, or none is needed. */
  why: string | null;
};

/** `tried`: null where it is not known what the draft would come to; then nothing is said of it. */
export function standingOf(
  { decision }: Pick<Draft, "decision">,
  { driftAllowed }: Pick<TargetEditorView, "driftAllowed">,
  tried: Pick<WhatIfView, "loosens" | "objections"> | null,
): Standing {
  if (!tried || tried.loosens.length === 0) return { loosens: [], drifts: false, refused: false, why: null };
  const found = tried.objections.find(({ path, id }) => path === decision?.path && id === decision.id);
  const why = decision === null ? "none is chosen" : found ? found.objection : "there is no such decision";
  const drifts = why !== null;
  return { loosens: tried.loosens, drifts, refused: drifts && !driftAllowed, why };
}

/** A target that promises less needs a decision that says so. */
export function LooseningNotice({ standing: { loosens, drifts, refused, why } }: { standing: Standing }) {
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
