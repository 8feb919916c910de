import { headingsOf } from "./headings";
import type { Line } from "./lines";
import { plainText } from "./plain-text";

/** "ADR-0012: Use Redis", "12. Use Redis", "0012 Use Redis"; "3 ways to cache" and "1.5 MB limit" hold no number. */
const NUMBERED = /^(?:ADR[-_ #]*(\d{1,5})(?:\s*[-–—:.)]+)?\s+|(\d{1,5})\s*[-–—:.)]+\s+|(0\d{2,4})\s+)(?=\S)/i;

/** The title that the first heading of the first level gives, without its number. */
export function titleInBody(lines: Line[]): { title: string; number: string | null } | null {
  const heading = headingsOf(lines).find(({ level }) => level === 1);
  const text = heading ? plainText(heading.text) : "";
  if (text === "") return null;
  const match = NUMBERED.exec(text);
  return { title: text.slice(match?.[0].length ?? 0), number: match?.[1] ?? match?.[2] ?? match?.[3] ?? null };
}
