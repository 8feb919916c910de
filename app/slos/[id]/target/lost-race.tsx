import { Icon } from "@/app/_parts/icons";
import type { Problem } from "@/app/_send";
import { dayAndTime } from "@/lib/format/time";

/** What a refused save says of the state that it met (status 412). */
export type Difference = {
  yours: Terms | null;
  /** What yours would take the place of. */
  current: Terms & { version: number };
  fields: { field: string; yours: string; current: string }[];
  /** The versions that were added meanwhile, ascending. */
  since: { version: number; reason: string; inForceFrom: string; cancelled: boolean }[];
  /** What was cancelled, where none was added. */
  cancelled: { version: number; author: string; reason: string } | null;
};
type Terms = {
  objective: number;
  threshold: number | null;
  window: string;
  decision: { path: string; id: string } | null;
};

export type Stale = { etag: string; difference: Difference };

/** What somebody else saved meanwhile; null where the refusal has another reason. */
export const staleIn = (problem: Problem | null): Stale | null =>
  problem?.status === 412 && typeof problem.etag === "string" && problem.difference
    ? { etag: problem.etag, difference: problem.difference as Difference }
    : null;

type Props = { problem: Problem; stale: Stale; onKeep: () => void; onTake: () => void };

/** Both targets side by side, in words; nothing that was typed is lost. */
export function LostRace({ problem, stale, onKeep, onTake }: Props) {
  const { current, fields } = stale.difference;
  return (
    <section className="panel race" role="alert" aria-labelledby="race">
      <div className="ph">
        <Icon name="warning" />
        <h2 id="race">Somebody else saved first</h2>
      </div>
      <p className="sum">
        {problem.detail} {changeWords(stale.difference)} What you typed is all still here.
      </p>
      <div className="pb">
        {fields.length === 0 ? (
          <p className="soft">What is there promises the same as yours.</p>
        ) : (
          <table className="tb">
            <thead>
              <tr>
                <td />
                <th scope="col">There, v{current.version}</th>
                <th scope="col">Yours</th>
              </tr>
            </thead>
            <tbody>
              {fields.map(({ field, yours, current: theirs }) => (
                <tr key={field}>
                  <th scope="row" className="cap">
                    {field}
                  </th>
                  <td>{theirs}</td>
                  <td className="strong">{yours}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <div className="go">
          <button type="button" className="btn pri" onClick={onKeep}>
            Keep mine on top of theirs
          </button>
          <button type="button" className="btn" onClick={onTake}>
            Take theirs
          </button>
        </div>
      </div>
    </section>
  );
}

/** What was done meanwhile, and why. */
function changeWords({ since, cancelled }: Difference): string {
  const last = since.at(-1);
  if (last)
    return last.cancelled ? "" : `v${last.version} holds from ${dayAndTime(last.inForceFrom)}: “${last.reason}”`;
  return cancelled ? `v${cancelled.version} is cancelled: “${cancelled.reason}”` : "";
}
