import { Icon } from "@/app/_parts/icons";
import type { Problem } from "@/app/_send";
import { dayAndTime } from "@/lib/format/time";

/** What a refused save says of the state that it met (status 412). */
export type Difference = {
  yours: Terms | null;
  current: Terms & { version: number; author: string; reason: string; inForceFrom: string };
  fields: { field: string; yours: string; current: string }[];
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
        {problem.detail} Theirs is v{current.version}, by {current.author}, from {dayAndTime(current.inForceFrom)}: “
        {current.reason}” What you typed is all still here.
      </p>
      <div className="pb">
        {fields.length === 0 ? (
          <p className="soft">Theirs promises the same as yours.</p>
        ) : (
          <table className="tb">
            <thead>
              <tr>
                <td />
                <th scope="col">Theirs</th>
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
