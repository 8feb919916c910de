import { type IncidentKind, incidentsBefore } from "./incidents";
import { deploysBefore } from "./openmetrics";

/** As Plumbline's annotations: instants are ISO 8601, `to` null is a moment. */
export type GeneratedAnnotation = {
  kind: "deploy" | "event";
  title: string;
  text: string | null;
  from: string;
  to: string | null;
};

type Told = { kind: "deploy" | "event"; title: string; text: string; lasts: boolean; after?: string };

const TOLD: Record<IncidentKind, Told> = {
  "purge-storm": {
    kind: "event",
    title: "Cache purged again and again",
    text: "An import purges every page.",
    lasts: true,
  },
  "slow-database": { kind: "event", title: "Database slow", text: "A report reads the product tables.", lasts: true },
  "redis-restart": { kind: "event", title: "Redis restarted", text: "It came back empty.", lasts: false },
  "bad-edge-deploy": {
    kind: "deploy",
    title: "Edge configuration deployed",
    text: "With shorter lifetimes and no grace.",
    lasts: false,
    after: "Edge configuration rolled back",
  },
  crawler: { kind: "event", title: "Crawler", text: "It reads every product.", lasts: true },
  "black-friday": { kind: "event", title: "Black Friday", text: "Four days of sale.", lasts: true },
};

/** What the charts show of the generated time from `from` to `end` (epoch seconds), oldest first. */
export function annotationsBefore(from: number, end: number): GeneratedAnnotation[] {
  const incidents = incidentsBefore(end).flatMap(({ kind, from, to }): (GeneratedAnnotation & { at: number })[] => {
    const { lasts, after, ...told } = TOLD[kind];
    return [
      { kind: told.kind, title: told.title, text: told.text, from: iso(from), to: lasts ? iso(to) : null, at: from },
      ...(after === undefined ? [] : [{ kind: told.kind, title: after, text: null, from: iso(to), to: null, at: to }]),
    ];
  });
  const deploys = Object.entries(deploysBefore(end)).flatMap(([process, times]) =>
    times.map((at) => ({
      kind: "deploy" as const,
      title: `${process === "edge" ? "Edge" : "Origin"} deployed`,
      text: null,
      from: iso(at),
      to: null,
      at,
    })),
  );
  return [...incidents, ...deploys]
    .filter(({ at }) => at >= from && at < end)
    .sort((a, b) => a.at - b.at)
    .map(({ at: _, ...annotation }) => annotation);
}

const iso = (at: number): string => new Date(at * 1000).toISOString();
