import Link from "next/link";
import type { CostDetail } from "@/lib/views/costs";
import { Money } from "./amount";

const HOW = {
  edge: "what the edge answers never reaches origin, database or the origin’s line",
  cache: "what the edge lets through and the cache answers never reaches the database",
};

/** To which decision the benefit is owed. */
export function DecisionShares({ month, currency }: { month: CostDetail; currency: string }) {
  return (
    <section className="panel" aria-labelledby="shares">
      <div className="ph">
        <h2 id="shares">By decision</h2>
      </div>
      <p className="sum">
        Told apart from the outside in: the edge alone against nothing, then the cache behind it against the edge alone.
        Together they are the whole benefit.
      </p>
      <ul className="pb shares">
        {month.byDecision.map(({ layer, decision, benefit }) => (
          <li key={layer}>
            <div>
              <Link className="plain dl" href={decision.href}>
                <span className="an">{decision.id.toUpperCase()}</span>
                <b>{decision.missing ? `${decision.path} (not found)` : decision.title}</b>
              </Link>
              <p className="hint">{HOW[layer]}</p>
            </div>
            <p className="strong num">
              <Money amount={benefit} currency={currency} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
