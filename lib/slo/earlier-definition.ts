import { msOf } from "./window";

/** What may be asked with an SLI only where the SLI counted it. */
export const EARLIER_DEFINITION = "the breach was counted by an earlier definition of the SLI";

/** Whether a breach opened before the SLI was defined as it is now; history that the first definition filled in is its own. */
export const isOfEarlierDefinition = (
  { openedMinute }: { openedMinute: number },
  { sliVersion, sliCreatedAt }: { sliVersion: number; sliCreatedAt: number },
): boolean => sliVersion > 1 && msOf(openedMinute) < sliCreatedAt;
