import Link from "next/link";
import { Bob } from "@/app/_parts/bob";
import { Icon } from "@/app/_parts/icons";
import { OUTCOME_WORDS } from "@/lib/adr/outcome";
import { count } from "@/lib/format/count";
import type { RevisitView } from "@/lib/views/revisit";
import { whyWords } from "../words";
import "./agenda.css";

type Props = { view: RevisitView; shown: string | null; hrefOf: (address: string | null) => string };

/** Last quarter's actions, then the decisions on the plumb line that hangs down to the one that is shown. */
export function Agenda({ view: { agenda, actions, decided }, shown, hrefOf }: Props) {
  const done = actions.items.filter(({ closedAt }) => closedAt !== null).length;
  const open = actions.items.length - done;
  const at = agenda.findIndex(({ address }) => address === shown);
  return (
    <nav className="ag noprint" aria-label="Agenda">
      <h3>Last quarter’s actions</h3>
      <p className="la">
        {actions.items.length === 0 ? (
          <span className="muted">none</span>
        ) : (
          <>
            <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
              <circle
                cx="6"
                cy="6"
                r="4"
                fill={open === 0 ? "currentColor" : "none"}
                stroke="currentColor"
                strokeWidth="1.3"
              />
            </svg>
            {count(done)} of {count(actions.items.length)} done
            {open > 0 && <Link href={`${hrefOf(null)}#actions`}>{count(open)} open</Link>}
          </>
        )}
      </p>
      <h3>
        <Link className="plain" href={hrefOf(null)} aria-current={shown === null ? "step" : undefined}>
          Agenda
        </Link>
        <span>
          {count(decided)} of {count(agenda.length)} decided
        </span>
      </h3>
      <ol>
        {agenda.map((row, i) => (
          <li
            key={row.address}
            className={row.address === shown ? "cur" : row.outcome ? "done" : undefined}
            data-hung={at >= 0 && i < at ? "" : undefined}
          >
            <Link
              className="plain"
              href={hrefOf(row.address)}
              aria-current={row.address === shown ? "step" : undefined}
            >
              <i>
                {row.address === shown ? (
                  <Bob />
                ) : row.outcome ? (
                  <Icon name="check" size={11} />
                ) : (
                  <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
                    <circle cx="4.5" cy="4.5" r="3.5" fill="none" stroke="var(--line-3)" />
                  </svg>
                )}
              </i>
              <span>
                {row.title}
                <small>
                  {row.record} · {row.id.toUpperCase()}
                </small>
              </span>
              <em>{row.outcome ? OUTCOME_WORDS[row.outcome] : whyWords(row.why)}</em>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
