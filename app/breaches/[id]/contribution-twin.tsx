import { TableTwin } from "@/app/_charts/table-twin";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import type { ContributionView } from "@/lib/views/contribution";
import { liftInWords } from "./contribution-table";

type Tables = NonNullable<ContributionView["kept"]>["tables"];

/** Every label and pair with its rows, as one table. */
export function ContributionTwin({ tables, bad }: { tables: Tables; bad: string }) {
  const rows = tables.flatMap(({ labels, rows: each }) =>
    each.map((row) => [
      labels.map((label, i) => `${label}=${row.values[i] || "(none)"}`).join(" "),
      percent(row.badShare),
      percent(row.totalShare),
      liftInWords(row.lift),
      count(row.bad),
      count(row.total),
    ]),
  );
  return (
    <TableTwin
      caption="Every label and pair that was asked"
      head={["Label", `Of the ${bad}`, "Of the traffic", "Lift", "Bad", "All"]}
      rows={rows.reverse()}
    />
  );
}
