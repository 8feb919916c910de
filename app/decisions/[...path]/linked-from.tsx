import Link from "next/link";
import type { Backlink } from "@/lib/views/record-relations";
import { recordName } from "../record-words";

/** Beside the text; the rest is told when it is asked for. */
const AT_FIRST = 12;

/** The records whose text links to this one, each once and with the sections that do. */
export function LinkedFrom({ backlinks }: { backlinks: Backlink[] }) {
  if (backlinks.length === 0) return null;
  const item = (link: Backlink) => (
    <li key={link.path}>
      <Link href={link.href} title={`${link.path}, ${linesInWords(link)}`}>
        {recordName(link)}
      </Link>
      <span className="hint">
        {link.places
          .map(
            ({ section, line, fragment }) =>
              (section ?? `line ${line}`) + (fragment ? ` → ${fragment.toUpperCase()}` : ""),
          )
          .join(", ")}
      </span>
    </li>
  );
  return (
    <nav className="from noprint" aria-labelledby="linked-from">
      <h2 id="linked-from">Linked from</h2>
      <ul>{backlinks.slice(0, AT_FIRST).map(item)}</ul>
      {backlinks.length > AT_FIRST && (
        <details>
          <summary>{backlinks.length - AT_FIRST} more</summary>
          <ul>{backlinks.slice(AT_FIRST).map(item)}</ul>
        </details>
      )}
    </nav>
  );
}

function linesInWords({ places }: Backlink): string {
  return `${places.length === 1 ? "line" : "lines"} ${places.map(({ line }) => line).join(", ")}`;
}
