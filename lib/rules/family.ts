import { matchersOf } from "./counter-sum";
import { type CountedSelector, keyOf } from "./counting";

/** Selectors that are asked for at once: `selector` covers them all, and `label` tells them apart by its value. */
export type Family = {
  selector: string;
  perBucket: boolean;
  label: string | null;
  /** By the label's value; under "" where there is no label. */
  members: ReadonlyMap<string, CountedSelector>;
};

/** Longer regular expressions make requests that proxies refuse. */
const MAX_MEMBERS = 100;
/** What a label's value must be made of, so that it means the same in a regular expression and in quotes; but for the dot. */
const PLAIN = /^[\w./:@%~ -]+$/;

/** Selectors that differ in the value of one label alone belong together; each is in one family exactly. */
export function familiesOf(selectors: readonly CountedSelector[]): Family[] {
  const candidates = new Map<string, { rest: string; label: string; members: Map<string, CountedSelector> }>();
  for (const counted of selectors)
    for (const { label, value, rest } of splitsOf(counted)) {
      const key = `${counted.perBucket} ${label} ${rest}`;
      const candidate = candidates.get(key) ?? { rest, label, members: new Map() };
      candidates.set(key, candidate);
      if (!candidate.members.has(value)) candidate.members.set(value, counted);
    }
  const families: Family[] = [];
  const placed = new Set<string>();
  for (const { rest, label, members } of [...candidates.values()].sort((a, b) => b.members.size - a.members.size)) {
    const free = [...members].filter(([, counted]) => !placed.has(keyOf(counted)));
    for (let i = 0; i < free.length; i += MAX_MEMBERS) {
      const some = free.slice(i, i + MAX_MEMBERS);
      const [first] = some;
      if (!first || some.length < 2) continue;
      for (const [, counted] of some) placed.add(keyOf(counted));
      const values = some.map(([value]) => value.replaceAll(".", "[.]")).join("|");
      const selector = `${rest.slice(0, -1)}${rest.endsWith("{}") ? "" : ","}${label}=~"${values}"}`;
      families.push({ selector, perBucket: first[1].perBucket, label, members: new Map(some) });
    }
  }
  const alone = selectors.filter((counted) => !placed.has(keyOf(counted)));
  return [
    ...families,
    ...alone.map((counted) => ({ ...counted, label: null, members: new Map([["", counted]]) }) satisfies Family),
  ];
}

/** A selector without one of its labels, for each label that could tell a family apart. */
function splitsOf({ selector }: CountedSelector): { label: string; value: string; rest: string }[] {
  const brace = selector.indexOf("{");
  const metric = selector.slice(0, brace).trim();
  if (brace < 0 || metric === "") return [];
  const matchers = matchersOf(selector);
  return matchers.flatMap(({ name, value }) => {
    if (value === null || !PLAIN.test(value)) return [];
    const others = matchers.filter((other) => other.name !== name);
    if (others.length !== matchers.length - 1) return [];
    const rest = others.map(({ text }) => text).sort();
    return [{ label: name, value, rest: `${metric}{${rest.join(",")}}` }];
  });
}
