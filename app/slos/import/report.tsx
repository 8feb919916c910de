import Link from "next/link";
import type { DocumentReport, ImportReport } from "@/lib/views/import-check";

const WORDS = { mapped: "mapped", approximated: "approximated", refused: "refused", "not-used": "not used" } as const;

type Props = { report: ImportReport; left: ReadonlySet<number>; onTurn: (n: number) => void };

/** What becomes of every document; `left`: those that are left out. */
export function Report({ report, left, onTurn }: Props) {
  const { documents, mapped, approximated, refused, notUsed } = report.counts;
  return (
    <section aria-labelledby="report" className="report">
      <h2 id="report">What becomes of it</h2>
      <p className="hint">
        {documents} {documents === 1 ? "document" : "documents"}: {mapped} mapped, {approximated} approximated,{" "}
        {refused} refused, {notUsed} not used.
      </p>
      <ul className="panel docs">
        {report.documents.map((document) => (
          <li key={document.n}>
            <Document document={document} applied={report.applied} left={left.has(document.n)} onTurn={onTurn} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type Row = { document: DocumentReport; applied: boolean; left: boolean; onTurn: (n: number) => void };

function Document({ document: { n, file, line, kind, name, outcome, notes, slos }, applied, left, onTurn }: Row) {
  const title = `${kind}${name === null ? "" : ` ${name}`}`;
  return (
    <>
      <div className="top">
        {slos.length > 0 && !applied ? (
          <label className="pick">
            <input type="checkbox" checked={!left} onChange={() => onTurn(n)} />
            <b>{title}</b>
          </label>
        ) : (
          <b>{title}</b>
        )}
        <span className="mono hint">
          {file}:{line}
        </span>
        <span className={`word ${outcome}`}>{WORDS[outcome]}</span>
      </div>
      {slos.map(({ id, statement, window, service }) => (
        <p key={id} className="slo">
          {applied ? <Link href={`/slos/${encodeURIComponent(id)}`}>{id}</Link> : id}: {statement} over {window},
          service {service}
        </p>
      ))}
      <details open={outcome === "refused"}>
        <summary>
          {notes.length} {notes.length === 1 ? "line" : "lines"}
        </summary>
        <ul className="notes">
          {notes.map((note) => (
            <li key={`${note.file} ${note.line} ${note.field} ${note.message}`}>
              <span className="mono">{note.file === file ? note.line : `${note.file}:${note.line}`}</span>{" "}
              <span className={`word ${note.outcome}`}>{WORDS[note.outcome]}</span>{" "}
              {note.field !== null && <span className="mono">{note.field}</span>}
              {note.field !== null && note.outcome === "mapped" ? " → " : " "}
              {note.message}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
