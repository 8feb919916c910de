import type { Unit } from "@/lib/costs/items";
import { amountOfUnits } from "@/lib/format/money";
import type { CostDetail, PriceRow } from "@/lib/views/costs";
import { Money } from "./amount";

type Props = { month: CostDetail; currency: string; prices: PriceRow[] };

const SITUATIONS = [
  ["without", "Without"],
  ["with", "With"],
  ["promised", "As promised"],
] as const;

/** What is billed, item by item. */
export function ItemTable({ month, currency, prices }: Props) {
  const titles = new Map(prices.map(({ id, title }) => [id, title]));
  return (
    <section className="panel" aria-labelledby="items">
      <div className="ph">
        <h2 id="items">By item</h2>
      </div>
      <p className="sum">
        Without the caches every request and every byte comes from the origin, and every request reads the database
        once. As promised is what would have come through had every target just been met.
      </p>
      <div className="pb scroll">
        <table className="tb cost-items">
          <thead>
            <tr>
              <th scope="col">Item</th>
              {SITUATIONS.map(([key, word]) => (
                <th key={key} scope="col" className="num">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {month.items.map((row) => {
              const cell = row.with ?? row.without;
              const title = titles.get(cell?.priceId ?? "");
              return (
                <tr key={row.key}>
                  <th scope="row">
                    {row.words}
                    <small>{title ?? row.provider}</small>
                  </th>
                  {SITUATIONS.map(([key, word]) => (
                    <td key={key} className="num" data-label={word}>
                      {row[key] === null ? (
                        <span className="muted">
                          –<span className="sr">not billed</span>
                        </span>
                      ) : (
                        <>
                          <Money amount={row[key].amount} currency={currency} />
                          {row[key].quantity !== null && (
                            <small>{amountOfUnits(row[key].quantity, row[key].unit as Unit)}</small>
                          )}
                        </>
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{month.isWhole ? "The month" : "So far"}</th>
              {SITUATIONS.map(([key, word]) => (
                <td key={key} className="num strong" data-label={word}>
                  <Money amount={month.totals[key]} currency={currency} />
                </td>
              ))}
            </tr>
            {month.projection && (
              <tr className="proj">
                <th scope="row">
                  Projected to its end
                  <small>if the traffic of the observed minutes goes on as it was on average</small>
                </th>
                {SITUATIONS.map(([key, word]) => (
                  <td key={key} className="num" data-label={word}>
                    {month.projection && <Money amount={month.projection[key]} currency={currency} />}
                  </td>
                ))}
              </tr>
            )}
          </tfoot>
        </table>
      </div>
    </section>
  );
}
