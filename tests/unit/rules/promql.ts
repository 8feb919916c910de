import { parser } from "@prometheus-io/lezer-promql";

/** Where a text stops being PromQL, or null where it is PromQL from end to end. */
export function brokenAt(text: string): number | null {
  let at: number | null = null;
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError && at === null) at = node.from;
    },
  });
  return at;
}
