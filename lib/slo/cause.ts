/** What a breach can come from. `unknown` is an answer too: somebody looked. */
export const CAUSES = {
  code: "Change of ours: code",
  configuration: "Change of ours: configuration",
  capacity: "Capacity",
  cache: "Cache lost or cold",
  traffic: "Traffic",
  dependency: "Dependency",
  infrastructure: "Infrastructure",
  measurement: "Measurement",
  unknown: "Not known",
} as const;
export type Cause = keyof typeof CAUSES;
export const CAUSE_KINDS = Object.keys(CAUSES) as [Cause, ...Cause[]];
export const isCause = (word: string | null): word is Cause => word !== null && Object.hasOwn(CAUSES, word);
