import type { Problem } from "@/app/_send";
import { Icon } from "./icons";

/** Why a request was refused, and the way out. */
export function ProblemNote({ problem }: { problem: Problem | null }) {
  return (
    <div role="alert">
      {problem && (
        <div className="ban">
          <Icon name="warning" />
          <p>
            <b>{problem.detail}</b> {problem.wayOut}
          </p>
        </div>
      )}
    </div>
  );
}
