import "server-only";
import { config } from "./config";
import type { EngineSettings } from "./engines-file";
import { DEFAULT_ENGINE, engineOf, type Sli } from "./slo/sli";

/** Every engine that is set up, the default one first. */
export function engines(): EngineSettings[] {
  const { prometheusUrl: url, prometheusAccess: access, prometheusDelaySeconds: delaySeconds, namedEngines } = config();
  return [...(url === null ? [] : [{ name: DEFAULT_ENGINE, url, access, delaySeconds }]), ...(namedEngines ?? [])];
}

/** null where none is called so, or nothing is set up. */
export const engineNamed = (name: string): EngineSettings | null =>
  engines().find((each) => each.name === name) ?? null;

export const engineNames = (): string[] => engines().map(({ name }) => name);

/** A minute of an SLI is final so long after its end, s. */
export function delayOf(sli: Pick<Sli, "engine" | "timing">): number {
  return sli.timing?.delaySeconds ?? engineNamed(engineOf(sli))?.delaySeconds ?? config().delaySeconds;
}

/** What is said where an engine is asked for that is not set up. */
export const noEngine = (name: string): string =>
  name === DEFAULT_ENGINE ? "PROMETHEUS_URL is not set." : `ENGINES_FILE holds no engine ${name}.`;
