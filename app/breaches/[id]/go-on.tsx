import Link from "next/link";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { Icon } from "@/app/_parts/icons";
import { briefly } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

/** Where to go from here. */
export function GoOn({ view }: { view: BreachView }) {
  const { runbook, queries, explore, queriesFrom, queriesTo, slo, others, now } = view;
  const span = `${briefly(queriesFrom, now)} – ${briefly(queriesTo, now)}`;
  const [query] = queries;
  return (
    <section className="panel" aria-labelledby="go-on">
      <div className="ph">
        <h2 id="go-on">Go on</h2>
      </div>
      <ul className="go">
        {runbook && (
          <Out href={runbook} icon="book" note={URL.canParse(runbook) ? new URL(runbook).host : ""}>
            Runbook
          </Out>
        )}
        {query?.href && (
          <Out href={query.href} icon="out" note={span}>
            Query in Prometheus
          </Out>
        )}
        {explore && (
          <Out href={explore} icon="out" note={span}>
            Grafana Explore
          </Out>
        )}
        <li>
          <Link href={`/slos/${encodeURIComponent(slo.id)}`}>
            <Icon name="chevron" />
            {slo.name}
            <span>all figures</span>
          </Link>
        </li>
        {others.map((other) => (
          <li key={other.id}>
            <Link href={`/breaches/${other.id}`}>
              <Icon name="chevron" />
              {other.name}
              <span title={BREACH_KIND_WORDS[other.kind]}>open since {briefly(other.openedAt, now)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

type OutProps = { href: string; icon: "book" | "out"; note: string; children: string };

const Out = ({ href, icon, note, children }: OutProps) => (
  <li>
    <a href={href} target="_blank" rel="noreferrer">
      <Icon name={icon} />
      {children}
      <span>{note}</span>
    </a>
  </li>
);
