import type { Difference, DiffLine, Passage, Piece } from "@/lib/adr/word-diff";
import { count } from "@/lib/format/count";

/** Each place that changed with the lines around it. */
export function Passages({ of: { passages, after } }: { of: Difference }) {
  return (
    <>
      {passages.map((passage, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places of one comparison stand still.
        <Place key={n} passage={passage} n={n + 1} of={passages.length} />
      ))}
      {passages.length > 0 && after > 0 && <p className="hint skip-lines">{unchanged(after)}</p>}
    </>
  );
}

function Place({ passage: { section, skipped, lines }, n, of }: { passage: Passage; n: number; of: number }) {
  return (
    <>
      {skipped > 0 && <p className="hint skip-lines">{unchanged(skipped)}</p>}
      <section
        className="panel place"
        tabIndex={-1}
        aria-label={`Change ${n} of ${of}${section ? `, in ${section}` : ""}`}
      >
        <h2>{section ?? "At the beginning"}</h2>
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one comparison stand still.
          <Line key={i} line={line} />
        ))}
      </section>
    </>
  );
}

function Line({ line }: { line: DiffLine }) {
  const told = line.filter(({ text }) => text.trim() !== "");
  const kinds = new Set(told.map(({ kind }) => kind));
  const mark = kinds.size > 1 ? "±" : kinds.has("added") ? "+" : kinds.has("removed") ? "−" : " ";
  return (
    <p className="dl" data-mark={mark}>
      {line.map((piece, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one line stand still.
        <Words key={i} piece={piece} />
      ))}
    </p>
  );
}

function Words({ piece: { kind, text } }: { piece: Piece }) {
  if (kind === "same") return text;
  const Tag = kind === "added" ? "ins" : "del";
  return (
    <Tag>
      <span className="sr">{kind === "added" ? " added: " : " removed: "}</span>
      {text}
      <span className="sr">; </span>
    </Tag>
  );
}

const unchanged = (lines: number): string => (lines === 1 ? "1 line as it was" : `${count(lines)} lines as they were`);
