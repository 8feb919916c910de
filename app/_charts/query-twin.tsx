import type { QueryLink } from "@/lib/views/slo";
import { Icon } from "../_parts/icons";

/** The PromQL behind a picture, as it was written, with a way to ask it in the engine. */
export function QueryTwin({ queries }: { queries: QueryLink[] }) {
  return (
    <ul className="queries">
      {queries.map((query) => (
        <li key={query.label}>
          <span className="lab">{query.label}</span>
          <code>{query.promql}</code>
          {query.href && (
            <a href={query.href} target="_blank" rel="noreferrer">
              Ask in Prometheus <Icon name="out" size={12} />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
