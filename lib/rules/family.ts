import { matchersOf } from "./counter-sum";
import { type CountedSelector, keyOf } from "./counting";

/** Selectors that are asked for at once: `selector` covers them all, and `label` tells them apart by its value. */
export type Family = {
  selector: string;
  perBucket: boolean;
  label: string | null;
  /** What its members have in common, as a selector; empty where there is one alone. */
  rest: string;
  /** By the label's value; under "" where there is no label. */
  members: ReadonlyMap<string, CountedSelector>;
};

/** Longer regular expressions make requests that proxies refuse. */
const MAX_MEMBERS = 100;
/** What a label's value must be made of, so that it means the same in a regular expression and in quotes; but for the dot. */
const PLAIN = /^[\w./:@%~ -]+$/;

/** A label's name as every engine answers it. `le` tells buckets apart, and `__name__` does not outlive a difference. */
const isTelling = (name: string): boolean => /^[a-zA-Z_]\w*$/.test(name) && name !== "le" && name !== "__name__";

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
      if (some.length < 2) continue;
      for (const [, counted] of some) placed.add(keyOf(counted));
      families.push(familyOf(rest, label, some));
    }
  }
  const alone = selectors.filter((counted) => !placed.has(keyOf(counted)));
  return [...families, ...alone.map(single)];
}

const single = (counted: CountedSelector): Family => ({
  ...counted,
  label: null,
  rest: "",
  members: new Map([["", counted]]),
});

function familyOf(rest: string, label: string, some: readonly [string, CountedSelector][]): Family {
  const values = some.map(([value]) => value.replaceAll(".", "[.]")).join("|");
  const selector = `${rest.slice(0, -1)}${rest.endsWith("{}") ? "" : ","}${label}=~"${values}"}`;
  return { selector, perBucket: some[0]?.[1].perBucket ?? false, label, rest, members: new Map(some) };
}

/** Two smaller families, for an engine that finds one too large; a single selector has no halves. */
export function halvesOf(family: Family): Family[] {
  const { rest, label, members } = family;
  const all = [...members];
  if (label === null || all.length < 2) return [family];
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)].map((some) =>
    some.length > 1 ? familyOf(rest, label, some) : single((some[0] as [string, CountedSelector])[1]),
  );
}

/** A selector without one of its labels, for each label that could tell a family apart. */
function splitsOf({ selector }: CountedSelector): { label: string; value: string; rest: string }[] {
  const brace = selector.indexOf("{");
  const metric = selector.slice(0, brace).trim();
  if (brace < 0 || metric === "") return [];
  const matchers = matchersOf(selector);
  return matchers.flatMap(({ name, value }) => {
    if (value === null || !PLAIN.test(value) || !isTelling(name)) return [];
    const others = matchers.filter((other) => other.name !== name);
    if (others.length !== matchers.length - 1) return [];
    const rest = others.map(({ text }) => text).sort();
    return [{ label: name, value, rest: `${metric}{${rest.join(",")}}` }];
  });
}
