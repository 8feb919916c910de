import { parseArgs } from "node:util";
import { parseDuration } from "./duration";
import { REGIONS, type Region, ROUTES, type Route } from "./shop";
import { DEFAULT_FAULT_SECONDS, FAULT_NAMES, FAULTS, type FaultName, isChosen } from "./supervisor/fault-names";

export const HELP = `Faults on demand for the running demo.

  npm run demo -- fault NAME [--for 10m]   begin a fault; it ends by itself. slow-route, slow-region and slow-pair
                                           take --route and --region, as in --route /categories/:id --region eu-west
  npm run demo -- list                     the faults there are
  npm run demo -- status                   the faults that are active
  npm run demo -- clear                    end all faults
  npm run demo -- run                      run the storefront without the app, until Ctrl-C

Faults:
${FAULT_NAMES.map((name) => `  ${name.padEnd(15)} ${FAULTS[name]}`).join("\n")}

A duration is written 90s, 10m or 2h. The demo is found through DATA_DIR (./data).
`;

export type Order =
  | { do: "help" | "list" | "status" | "clear" | "run" }
  | { do: "fault"; name: FaultName; seconds: number; route?: Route; region?: Region };

/** What the words on the command line ask for. */
export function parseOrder(words: string[]): Order {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      for: { type: "string" },
      route: { type: "string" },
      region: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb, ...rest] = positionals[0] === "fault" && positionals.length > 1 ? positionals.slice(1) : positionals;
  if (values.help || verb === undefined || verb === "help") return { do: "help" };
  if (rest.length > 0) throw new Error(`"${rest[0]}" is one word too many; see --help`);
  if (verb === "fault") throw new Error(`which fault? There are ${FAULT_NAMES.join(", ")}`);
  if (verb === "list" || verb === "status" || verb === "clear" || verb === "run") return { do: verb };
  const name = FAULT_NAMES.find((known) => known === verb);
  if (!name) throw new Error(`there is no fault "${verb}"; there are ${FAULT_NAMES.join(", ")}`);
  const seconds = values.for === undefined ? DEFAULT_FAULT_SECONDS : parseDuration(values.for);
  const route = chosen(name, "route", values.route, ROUTES);
  const region = chosen(name, "region", values.region, REGIONS);
  return { do: "fault", name, seconds, ...(route && { route }), ...(region && { region }) };
}

function chosen<Value extends string>(
  name: FaultName,
  part: "route" | "region",
  given: string | undefined,
  known: readonly Value[],
): Value | undefined {
  if (given === undefined) return undefined;
  if (!isChosen(name, part)) throw new Error(`${name} takes no --${part}; see --help`);
  const value = known.find((each) => each === given);
  if (!value) throw new Error(`there is no ${part} "${given}"; there are ${known.join(", ")}`);
  return value;
}
