import Link from "next/link";
import { observed } from "@/app/_parts/coverage";
import { bytes, count } from "@/lib/format/count";
import type { CostDetail } from "@/lib/views/costs";

type Volume = CostDetail["volumes"][number];

/** What was counted, and by which SLO. */
export function VolumeTable({ month }: { month: CostDetail }) {
  return (
    <section className="panel" aria-labelledby="volumes">
      <div className="ph">
        <h2 id="volumes">Volumes</h2>
      </div>
      <p className="sum">
        Counted into the ledger by the SLOs that the plan names. What lies in a gap is not added: where less was
        observed, more was billed by the provider than stands here.
      </p>
      <div className="pb scroll">
        <table className="tb">
          <thead>
            <tr>
              <th scope="col">Volume</th>
              <th scope="col">Counted by</th>
              {["Measured", "As promised", "Observed"].map((word) => (
                <th key={word} scope="col" className="num">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {month.volumes.map((volume) => (
              <tr key={volume.of}>
                <th scope="row" className="cap">
                  {volume.words}
                </th>
                <td>
                  {volume.slo ? (
                    <Link href={`/slos/${encodeURIComponent(volume.slo.id)}`}>{volume.slo.name}</Link>
                  ) : (
                    <span className="tone-unknown">{volume.why}</span>
                  )}
                </td>
                <td className="num strong">{told(volume, volume.value)}</td>
                <td className="num">{told(volume, volume.promised)}</td>
                <td className="num muted">{observed(volume.coverage)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const told = ({ of }: Volume, value: number | null): string =>
  value === null ? "unknown" : of === "edgeBytes" || of === "originBytes" ? bytes(value) : count(value);
