import { Trouble } from "@/scripts/trouble.mjs";
import { SCENARIOS, VARIANTS } from "@/storefront/caching/cell";
import { PATTERNS } from "@/storefront/caching/patterns/pattern";
import { CELL_STORES } from "@/storefront/caching/stores/store";
import type { Filter } from "./scenarios";

export type Asked =
  | { do: "run"; filter: Filter; smoke: boolean; watch: boolean }
  | { do: "quote"; folder: string; isAnew: boolean }
  | { do: "plot"; run: string };

const WORDS: Record<keyof Filter, readonly string[]> = {
  pattern: PATTERNS,
  store: CELL_STORES,
  scenario: SCENARIOS,
  variant: VARIANTS,
};
const WAY_OUT = "npm run bench:caching -- --help says what it takes";

/** `--only cache-aside/redis/steady`, any part of it, in any order. */
function filterOf(text: string): Filter {
  const filter: Filter = {};
  for (const word of text.split("/").filter((part) => part !== "" && part !== "*")) {
    const part = (Object.keys(WORDS) as (keyof Filter)[]).find((name) => WORDS[name].includes(word));
    if (part === undefined)
      throw bad(`--only takes words of ${Object.values(WORDS).flat().join(", ")}, with / between them, not ${word}`);
    if (filter[part] !== undefined) throw bad(`--only names two of one kind: ${filter[part]} and ${word}`);
    filter[part] = word;
  }
  return filter;
}

export function parseAsked(args: readonly string[]): Asked {
  const rest = [...args];
  let filter: Filter = {};
  let [smoke, watch] = [false, false];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const before = args.slice(0, args.indexOf(argument));
    const [name, inline] = argument.split("=", 2);
    const value = (): string => {
      const given = inline ?? rest.shift();
      if (!given || given.startsWith("--")) throw bad(`${name} takes a value: ${WAY_OUT}`);
      return given;
    };
    if (name === "--only") filter = filterOf(value());
    else if (name === "--size") {
      const size = value();
      if (size !== "full" && size !== "smoke") throw bad(`--size takes one of full, smoke, not ${size}`);
      smoke = size === "smoke";
    } else if (name === "--watch") watch = true;
    else if (name === "--quote") {
      const folder = value();
      return alone({ do: "quote", folder, isAnew: rest[0] === "--latest" && rest.shift() !== undefined }, [
        ...before,
        ...rest,
      ]);
    } else if (name === "--plot") return alone({ do: "plot", run: value() }, [...before, ...rest]);
    else throw bad(`Unknown argument ${argument}: ${WAY_OUT}`);
  }
  return { do: "run", filter, smoke, watch };
}

function alone<T extends Asked>(asked: T, others: readonly string[]): T {
  if (others.length > 0) throw bad(`--${asked.do} stands alone: ${WAY_OUT}`);
  return asked;
}

const bad = (line: string) => new Trouble(line, { exitCode: 2 });
