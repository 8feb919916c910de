import { VERDICT_WORDS, VerdictShape, verdictTone } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { VERDICTS, type Verdict } from "@/lib/slo/verdict";

/** How many stand where: a thin strip, then the counts. */
export function VerdictStrip({ verdicts }: { verdicts: Record<Verdict, number> }) {
  const counts = VERDICTS.map((verdict) => ({ verdict, n: verdicts[verdict] })).filter(({ n }) => n > 0);
  return (
    <>
      <div className="vb" aria-hidden="true">
        {counts.map(({ verdict, n }) => (
          <i key={verdict} className={verdictTone(verdict)} style={{ flex: n }} />
        ))}
      </div>
      <ul className="vl" aria-label="Verdicts">
        {counts.map(({ verdict, n }) => (
          <li key={verdict}>
            <span className={`tone-${verdictTone(verdict)}`}>
              <VerdictShape verdict={verdict} />
            </span>
            <b>{count(n)}</b> {VERDICT_WORDS[verdict].toLowerCase()}
          </li>
        ))}
      </ul>
    </>
  );
}
