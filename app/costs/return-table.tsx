import { paybackInWords, roiInWords } from "@/lib/costs/payback-words";
import { count } from "@/lib/format/count";
import { times } from "@/lib/format/times";
import type { CostDetail } from "@/lib/views/costs";
import { Money } from "./amount";

/** What the same month would have returned with more traffic, or less. */
export function ReturnTable({ month, currency }: { month: CostDetail; currency: string }) {
  const { multiples, payback } = month;
  return (
    <section className="panel" aria-labelledby="returns">
      <div className="ph">
        <h2 id="returns">Return over volumes</h2>
      </div>
      <p className="sum">
        {payback.pays === "unknown"
          ? `From which volume on the caches pay cannot be told, because ${payback.why}.`
          : payback.pays === "never"
            ? `The caches pay at ${paybackInWords(payback)}.`
            : `The caches pay from ${paybackInWords(payback)} on.`}{" "}
        {!month.isWhole && payback.pays !== "unknown" && "That is for the whole month, as it is projected. "}
        The mix of traffic and the hit rates stay as measured; in the table, the time stays that of the month
        {month.isWhole ? "" : " so far"}.
      </p>
      <div className="pb scroll">
        <table className="tb">
          <thead>
            <tr>
              <th scope="col">Volume</th>
              {["Requests", "Without", "With", "Benefit", "Return"].map((word) => (
                <th key={word} scope="col" className="num">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {multiples.map((row) => (
              <tr key={row.times} className={row.times === 1 ? "this" : undefined}>
                <th scope="row">{times(row.times)}</th>
                <td className="num">{row.requests === null ? "unknown" : count(row.requests)}</td>
                {[row.without, row.with, row.benefit].map((amount, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move.
                  <td key={i} className="num">
                    <Money amount={amount} currency={currency} />
                  </td>
                ))}
                <td className="num strong">{roiInWords(row.roi)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
