import "server-only";
import { config } from "./config";
import type { EngineSettings } from "./engines-file";
import type { NamedEngine } from "./rules/engine-labels";
import { DEFAULT_ENGINE, engineOf, type Sli } from "./slo/sli";

/** Every engine that is set up, the default one first. */
export function engines(): EngineSettings[] {
  const { prometheusUrl: url, prometheusAccess: access, prometheusEntry, namedEngines } = config();
  return [
    ...(url === null ? [] : [{ name: DEFAULT_ENGINE, url, access, ...prometheusEntry }]),
    ...(namedEngines ?? []),
  ];
}

/** null where none is called so, or nothing is set up. */
export const engineNamed = (name: string): EngineSettings | null =>
  engines().find((each) => each.name === name) ?? null;

export const engineNames = (): string[] => engines().map(({ name }) => name);

/**
 * The engines that an SLO may name, with the labels of each. None where no ENGINES_FILE is set: documents may name data sources
 * of somebody else's then, and all of them are the one engine that there is.
 */
export const engineChoices = (): NamedEngine[] =>
  config().namedEngines === null ? [] : engines().map(({ name, access }) => ({ name, labels: access.labels ?? {} }));

/** A minute of an SLI is final so long after its end, s. */
export function delayOf({ engine, timing }: Pick<Sli, "engine" | "timing">): number {
  const { delaySeconds, prometheusEntry, namedEngines } = config();
  const named = engine === undefined ? null : namedEngines?.find(({ name }) => name === engine);
  const own = engine === undefined ? prometheusEntry.delaySeconds : named?.delaySeconds;
  return timing?.delaySeconds ?? own ?? delaySeconds;
}

/** An SLI's engine for people: null where there is one alone, as nobody has to know it then. */
export const shownEngine = (sli: Pick<Sli, "engine">): string | null =>
  sli.engine === undefined && engines().length < 2 ? null : engineOf(sli);

/** What is said where an engine is asked for that is not set up. */
export const noEngine = (name: string): string =>
  name === DEFAULT_ENGINE ? "PROMETHEUS_URL is not set." : `ENGINES_FILE holds no engine ${name}.`;
