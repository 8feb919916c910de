import { entityTagsIn } from "./entity-tags";

/** Names a state of an SLO's target: it changes with every version that is added or cancelled. */
export const targetEtag = ({ versions, cancelled }: { versions: number; cancelled: number }): string =>
  `"v${versions}.${cancelled}"`;

/** The states that an If-Match header names; [] where it names none of a target's. */
export const targetEtagsIn = (ifMatch: string): { versions: number; cancelled: number }[] =>
  entityTagsIn(ifMatch).flatMap((tag) => {
    const [found, versions, cancelled] = /^v(\d{1,9})\.(\d{1,9})$/.exec(tag) ?? [];
    return found === undefined ? [] : [{ versions: Number(versions), cancelled: Number(cancelled) }];
  });
