import Link from "next/link";
import { minutesInWords } from "@/lib/format/duration";
import type { Blank } from "@/lib/packs/pack";
import type { PackOffer } from "@/lib/views/pack-offers";
import type { PackRow } from "@/lib/views/pack-row";
import type { SourceRow } from "@/lib/views/packs";
import { type Choice, type Choices, choiceOf } from "./choice";
import { OfferRow } from "./offer-row";

type Props = {
  source: SourceRow;
  packs: readonly PackRow[];
  offers: readonly PackOffer[];
  choices: Choices;
  issues: ReadonlyMap<string, string>;
  onChange: (offer: PackOffer, changes: Partial<Choice>) => void;
};

/** An exporter that was found, with all that can be made of it, and what cannot. */
export function SourcePanel({ source, packs, offers, choices, issues, onChange }: Props) {
  const packOf = (id: string): PackRow | undefined => packs.find((pack) => pack.id === id);
  const unavailable = packs.flatMap(({ id, name, missing, jobs }) =>
    missing.length > 0
      ? []
      : jobs.flatMap(({ job, unavailable: why }) => (why === null ? [] : [{ key: `${id} ${job}`, name, job, why }])),
  );
  const absent = packs.filter(({ found, missing }) => found === false || missing.length > 0);
  return (
    <section className="panel source" aria-labelledby={`source-${source.id}`}>
      <div className="ph">
        <h2 id={`source-${source.id}`}>{source.system}</h2>
        <span className="r muted">{source.exporter}</span>
      </div>
      <div className="pb">
        {source.lateSeconds !== null && (
          <p className="hint">What it shows happened about {minutesInWords(source.lateSeconds)} before.</p>
        )}
        <ul className="offers">
          {offers.map((offer) => {
            const pack = packOf(offer.pack);
            return (
              pack && (
                <OfferRow
                  key={offer.id}
                  offer={offer}
                  pack={pack}
                  choice={choiceOf(choices, offer)}
                  issue={issues.get(offer.id) ?? null}
                  onChange={(changes) => onChange(offer, changes)}
                />
              )
            );
          })}
          {unavailable.map(({ key, name, job, why }) => (
            <li key={key} className="not-offered">
              <b>{name}</b>{" "}
              <span className="hint">
                not available {job === "" ? "without a job" : `for job ${job}`}: {why}
              </span>
            </li>
          ))}
        </ul>
        {absent.length > 0 && (
          <details>
            <summary>
              {absent.length} more {absent.length === 1 ? "needs" : "need"} metrics that the engine does not have
            </summary>
            <ul className="plain">
              {absent.map(({ id, name, needs, missing }) => (
                <li key={id}>
                  <b>{name}</b>: <span className="mono">{(missing.length > 0 ? missing : needs).join(", ")}</span>
                </li>
              ))}
            </ul>
            <p className="hint">{source.setUp}</p>
          </details>
        )}
        <Blanks blanks={source.blanks} />
      </div>
    </section>
  );
}

/** What this exporter cannot tell, and what to do instead. */
function Blanks({ blanks }: { blanks: readonly Blank[] }) {
  return (
    <details>
      <summary>Not available from this exporter: {[...new Set(blanks.map(({ sli }) => sli))].join("; ")}</summary>
      <ul className="plain">
        {blanks.map(({ sli, of, why, instead }) => (
          <li key={`${sli} ${of}`}>
            <b>
              {sli}
              {of && ` (${of})`}
            </b>
            : {why} <span className="instead">{instead}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What was not found: what it would take. Packs with counters of one's own can be made all the same. */
export function OtherSources({ sources, packs }: { sources: readonly SourceRow[]; packs: readonly PackRow[] }) {
  return (
    <section aria-labelledby="others">
      <h2 id="others">Others</h2>
      <p className="hint">Nothing of these was found on the engine.</p>
      <ul className="panel sources">
        {sources.map((source) => {
          const mapped = packs.filter(({ id, mapped }) => source.packs.includes(id) && mapped.length > 0);
          return (
            <li key={source.id}>
              <p>
                <b>{source.system}</b> <span className="muted">{source.exporter}</span>
              </p>
              <p className="soft">{source.setUp}</p>
              {mapped.length > 0 && (
                <p>
                  Name your counters for{" "}
                  {mapped.map(({ id, name }, i) => (
                    <span key={id}>
                      {i > 0 && ", "}
                      <Link href={`/slos/new?pack=${id}`}>{name}</Link>
                    </span>
                  ))}
                  .
                </p>
              )}
              <Blanks blanks={source.blanks} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
