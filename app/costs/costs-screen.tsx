"use client";
import Link from "next/link";
import { Empty } from "@/app/_parts/empty";
import { KeyFigures } from "@/app/_parts/key-figures";
import { screens } from "@/app/_queries";
import { generatedSentence } from "@/app/_shell/generated";
import { useGenerated } from "@/app/_shell/shell-context";
import { useScreen } from "@/app/_use-screen";
import { monthName } from "@/lib/format/time";
import type { CostsView } from "@/lib/views/costs";
import { DecisionShares } from "./decision-shares";
import { figuresOf, sentenceOf } from "./figures";
import { ItemTable } from "./item-table";
import { MonthChart } from "./month-chart";
import { PriceTable } from "./price-table";
import { ReturnTable } from "./return-table";
import { type CostTerms, termsQuery } from "./terms";
import { VolumeTable } from "./volume-table";
import "./costs.css";

const RANGES = [3, 6, 12, 24];

export function CostsScreen({ initial, terms }: { initial: CostsView; terms: CostTerms }) {
  const view = useScreen(screens.costs(termsQuery(terms)), initial);
  const { plan, months, month, range, prices } = view;
  const generated = useGenerated();
  return (
    <div className="costs">
      <div className="head">
        <div>
          <h1>Costs</h1>
          <p className="lede">
            {plan === null ? (
              "What the caches cost and save is billed once a plan says what is billed and which SLO measures it."
            ) : (
              <>
                <b>{sentenceOf(view)}</b> List prices, without negotiated discounts and taxes; volumes from the ledger,
                nothing added for what was not observed.
              </>
            )}
          </p>
        </div>
        {plan !== null && (
          <nav className="acts noprint" aria-label="Range">
            <div className="seg">
              {RANGES.map((n) => (
                <Link
                  key={n}
                  href={`/costs${termsQuery({ ...terms, months: String(n) })}`}
                  aria-current={n === range ? "true" : undefined}
                  scroll={false}
                >
                  {n} months
                </Link>
              ))}
            </div>
          </nav>
        )}
      </div>
      {plan === null ? (
        <NoPlan />
      ) : month === null ? (
        <div className="none">
          <Empty title={terms.month ? `Nothing was counted in ${monthName(terms.month)}` : "Nothing is counted yet"}>
            <p>
              The plan measures its volumes by SLOs. A month is billed once one of them has counted in it;{" "}
              <Link href="/slos">the SLOs</Link> say how far they are.
            </p>
          </Empty>
        </div>
      ) : (
        <>
          <KeyFigures figures={figuresOf(month, plan.currency)} />
          <p className="hint about">
            {monthName(month.id)}
            {month.isWhole ? "" : " so far"}, by the calendar of {plan.timeZone}. {plan.note}
            {generatedSentence(generated, { from: month.from, to: month.to }, view.now)}
            {month.pricedLater && " No price was stated for this month: the first ones that were stated later bill it."}
          </p>
          {month.unknown.length > 0 && (
            <ul className="why" aria-label="Why totals are unknown">
              {month.unknown.map((why) => (
                <li key={why}>Unknown, because {why}.</li>
              ))}
            </ul>
          )}
          <MonthChart months={months} currency={plan.currency} chosen={month.id} terms={terms} />
          <ItemTable month={month} currency={plan.currency} prices={prices} />
          <DecisionShares month={month} currency={plan.currency} />
          <ReturnTable month={month} currency={plan.currency} />
          <VolumeTable month={month} />
        </>
      )}
      <PriceTable view={view} />
    </div>
  );
}

function NoPlan() {
  return (
    <div className="none">
      <Empty title="No cost plan">
        <p>
          Name a folder with <code>prices.yaml</code> and <code>cost-plan.yaml</code> in <code>COSTS_DIR</code> and
          start again. The demo’s own are in <code>docs/adr</code>.
        </p>
      </Empty>
    </div>
  );
}
