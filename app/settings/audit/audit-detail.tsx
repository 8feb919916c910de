import { dayAndTime } from "@/lib/format/time";
import type { AuditItem } from "@/lib/views/audit";
import { changesIn } from "./changes";
import type { Filter } from "./filter";
import { SUBJECTS } from "./words";

type Props = { item: AuditItem; onNarrow: (change: Partial<Filter>) => void };

export function AuditDetail({ item, onNarrow }: Props) {
  const { changes, facts } = changesIn(item.detail);
  const kind = SUBJECTS.find((each) => each === item.subject.kind) ?? null;
  const { id: actorId } = item.actor;
  return (
    <div className="detail">
      {changes.length > 0 && (
        <table className="tb">
          <caption className="sr">What changed</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before}</td>
                <td>{before === after ? after : <mark>{after}</mark>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className="kv">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>When</dt>
          <dd>
            {dayAndTime(item.at)}, entry {item.id}
          </dd>
        </div>
        <div>
          <dt>Who</dt>
          <dd>
            {item.actor.name}
            {item.ip && <span className="muted"> from {item.ip}</span>}
            {actorId !== null && (
              <>
                {" "}
                <button type="button" className="link" onClick={() => onNarrow({ actor: actorId })}>
                  Only what they did
                </button>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>About</dt>
          <dd>
            {item.subject.kind} <code>{item.subject.id}</code>{" "}
            {kind && (
              <button
                type="button"
                className="link"
                onClick={() => onNarrow({ subject: kind, subjectId: item.subject.id })}
              >
                Only what is about it
              </button>
            )}
          </dd>
        </div>
      </dl>
    </div>
  );
}
