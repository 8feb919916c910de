import Link from "next/link";
import { count } from "@/lib/format/count";
import { capital } from "./record-words";

/** As many as stand in a line or two; real folders have some thirty words. */
const MOST = 10;

/** Which status the records have; in the address, so that back undoes it and a link tells it. */
export function StatusFilter({
  statuses,
  chosen,
  hrefFor,
}: {
  statuses: readonly { status: string; records: number }[];
  chosen: string | null;
  hrefFor: (status: string | null) => string;
}) {
  const shown = statuses.filter(({ status }, i) => i < MOST || status === chosen);
  return (
    <nav className="statuses noprint" aria-label="Status">
      <Link className="chip" href={hrefFor(null)} prefetch={false} aria-current={chosen === null ? "true" : undefined}>
        All
      </Link>
      {shown.map(({ status, records }) => (
        <Link
          key={status}
          className="chip"
          href={hrefFor(status)}
          prefetch={false}
          aria-current={status === chosen ? "true" : undefined}
        >
          {capital(status)} <span className="n">{count(records)}</span>
        </Link>
      ))}
    </nav>
  );
}
