import { parser } from "@prometheus-io/lezer-promql";
import { quoted } from "./promql-tree";

/**
 * The query with every text in backticks put into quotation marks. PromQL takes a backslash between backticks for itself;
 * MetricsQL takes it for the beginning of an escape, and may so find the end of the text somewhere else.
 */
export function portable(promql: string): string {
  if (!promql.includes("`")) return promql;
  let written = "";
  let from = 0;
  parser.parse(promql).iterate({
    enter: ({ name, from: begin, to: end }) => {
      if (name !== "StringLiteral" || promql[begin] !== "`") return;
      written += `${promql.slice(from, begin)}"${quoted(promql.slice(begin + 1, end - 1))}"`;
      from = end;
    },
  });
  return written + promql.slice(from);
}
