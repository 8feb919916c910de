/**
 * The tags that an If-Match header names, without their quotes: [] for `*` and where it names none. A proxy that compresses
 * answers makes tags weak (W/"…"); ours name a state, not bytes, so those are meant all the same.
 */
export const entityTagsIn = (header: string | null): string[] =>
  [...(header ?? "").matchAll(/(?<=^|,)\s*(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?=,|$)/g)].map(
    ([, tag = ""]) => tag,
  );
