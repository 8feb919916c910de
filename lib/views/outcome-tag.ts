/** Names the newest outcome of a decision in a quarter, so that two people who record at once are told. */
export const outcomeTag = (newest: { id: number } | null | undefined): string => (newest ? `o${newest.id}` : "none");
