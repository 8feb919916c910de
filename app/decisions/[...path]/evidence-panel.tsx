import Link from "next/link";
import { budgetLeft } from "@/app/_parts/budget";
import { observed } from "@/app/_parts/coverage";
import { Icon } from "@/app/_parts/icons";
import { VerdictChip } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration, windowInWords } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import type { Evidence } from "@/lib/views/decision";
import { Quarters } from "./quarters";

/** What was measured, directly under what was promised. */
export function EvidencePanel({ evidence, name }: { evidence: Evidence; name: string }) {
  const { slo, drift, breachesThisQuarter, minutesBreachedThisQuarter, quarters } = evidence;
  const href = slo.openBreach ? `/breaches/${slo.openBreach.id}` : `/slos/${encodeURIComponent(slo.id)}`;
  const breaches = `${count(breachesThisQuarter)} ${breachesThisQuarter === 1 ? "breach" : "breaches"}`;
  const now = slo.lastHour.attainment;
  return (
    <aside className="ev" aria-label={`Evidence for ${name}: ${slo.name}`}>
      <div className="e1">
        <VerdictChip verdict={slo.verdict} />
        <Link className="plain strong" href={href}>
          {slo.name}
        </Link>
        <span className="muted">{slo.service}</span>
      </div>
      <div className="e2">
        <div>
          <b>{slo.attainment === null ? "–" : percent(slo.attainment)}</b>
          <span>
            {windowInWords(slo.window)}, target {slo.targetStatement}
          </span>
        </div>
        <Quarters quarters={quarters} objective={slo.objective} />
        <div className="ef">
          {slo.verdict === "breached" && now !== null && (
            <span>
              <b className="tone-breach">{percent(now)}</b> in the last hour, {observed(slo.lastHour.coverage)}
            </span>
          )}
          <span>
            <b>
              {breaches}
              {minutesBreachedThisQuarter > 0 && `, ${duration(minutesBreachedThisQuarter * 60)}`}
            </b>{" "}
            this quarter, {observed(quarters.at(-1)?.coverage ?? null)}
          </span>
          <span>
            <b>{budgetLeft(slo.budget.remaining, "")}</b>
            {slo.budget.remaining !== null && slo.budget.remaining >= 0 ? " of budget left" : " budget"}
          </span>
          <span>
            {observed(slo.coverage)} over {windowInWords(slo.window)}
          </span>
        </div>
      </div>
      {slo.reason && (
        <div className="dr">
          <Icon name="warning" size={12} />
          <p>{slo.reason}</p>
        </div>
      )}
      {drift && (
        <div className="dr">
          <Icon name="differs" size={12} />
          <p>
            {drift} <Link href="/revisits">Settle it at the revisit</Link>
          </p>
        </div>
      )}
    </aside>
  );
}
