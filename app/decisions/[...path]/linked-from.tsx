import Link from "next/link";
import type { Backlink } from "@/lib/views/record-relations";
import { recordName } from "../record-words";

/** Beside the text; the rest is told when it is asked for. */
const AT_FIRST = 12;

/** The records whose text links to this one, each with the section that does. */
export function LinkedFrom({ backlinks }: { backlinks: Backlink[] }) {
  if (backlinks.length === 0) return null;
  const item = (link: Backlink) => (
    <li key={`${link.path} ${link.line}`}>
      <Link href={link.href} title={`${link.path}, line ${link.line}`}>
        {recordName(link)}
      </Link>
      <span className="hint">
        {link.section ?? `line ${link.line}`}
        {link.fragment && ` → ${link.fragment.toUpperCase()}`}
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
