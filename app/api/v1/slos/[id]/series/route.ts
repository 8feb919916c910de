import { problemOf, respond } from "@/app/api/_respond";
import { currentReaderUnhurried } from "@/lib/auth/actor";
import { csvLine } from "@/lib/format/csv";
import { type SeriesView, seriesView } from "@/lib/views/series-view";

type Context = { params: Promise<{ id: string }> };

/** The slices of a range, as a page of the SLO shows them; `format=csv` for a spreadsheet. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const { format = "json", ...terms } = Object.fromEntries(new URL(request.url).searchParams);
  if (format !== "csv") return respond(async () => seriesView(await currentReaderUnhurried(), new Date(), id, terms));
  try {
    const view = seriesView(await currentReaderUnhurried(), new Date(), id, terms);
    return new Response(csvOf(view), {
      headers: {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="${encodeURIComponent(id)}.csv"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}

const COLUMNS = ["from", "to", "good", "total", "attainment", "coverage", "p95Seconds", "objective"] as const;
const BUDGET = ["budgetRemaining", "budgetCoverage"] as const;
const PREVIOUS = ["previousTotal", "previousAttainment", "previousCoverage"] as const;

function csvOf({ items, previous }: SeriesView): string {
  const columns = [...COLUMNS, ...BUDGET, ...(previous === null ? [] : PREVIOUS)];
  const lines = items.map((item) =>
    csvLine([...columns.map((column) => item[column] ?? null), item.happened.join("; ")]),
  );
  return [csvLine([...columns, "happened"]), ...lines].join("");
}
