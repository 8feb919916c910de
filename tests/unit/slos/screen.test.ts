import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { KeysProvider } from "@/app/_keys/keys";
import { screens } from "@/app/_queries";
import { firstPaint } from "@/app/slos/arrange";
import { SlosScreen } from "@/app/slos/slos-screen";
import { NO_TERMS } from "@/lib/slo/list-terms";
import { listRow } from "./list-row";

vi.mock("next/navigation", () => ({ useRouter: () => ({}), usePathname: () => "/slos" }));

const NOW = "2026-11-24T09:12:30.000Z";
const viewOf = (count: number) => ({
  now: NOW,
  rows: Array.from({ length: count }, (_, i) => listRow({ id: `slo-${i}`, name: `SLO ${i}` })),
});

/** The page as a server paints it. */
function painted(count: number, { query = "", client = new QueryClient() } = {}): string {
  const screen = createElement(SlosScreen, { initial: firstPaint(viewOf(count), NO_TERMS) });
  const keys = createElement(KeysProvider, null, screen);
  const fed = createElement(QueryClientProvider, { client }, keys);
  // biome-ignore lint/correctness/noChildrenProp: its type asks for them among the properties.
  const page = createElement(NuqsTestingAdapter, { searchParams: query, children: fed });
  return renderToString(page).replaceAll("<!-- -->", "");
}

const drawn = (html: string): number => html.split('class="r"').length - 1;

test("a long list is painted by its first screenful, and says that the rest is asked for and how much it is", () => {
  const html = painted(1000);
  expect(html.includes('aria-busy="true"'), "busy").toBe(true);
  // The head, the head of the one group, and the rows.
  expect(html.includes('aria-rowcount="1002"'), 'aria-rowcount="1002"').toBe(true);
  expect(drawn(html)).toBeGreaterThan(20);
  expect(drawn(html)).toBeLessThan(60);
  expect(html.includes("1,000 SLOs"), "1,000 SLOs").toBe(true);
});

test("what is painted does not grow with the list", () => {
  expect(painted(2000).length / painted(200).length).toBeLessThan(1.05);
});

test("where the rest could not be had, the first rows stay and it says so", () => {
  const client = new QueryClient({ defaultOptions: { queries: { retryOnMount: false } } });
  const { queryKey } = screens.slos();
  client.getQueryCache().build(
    client,
    { queryKey },
    {
      data: undefined,
      dataUpdateCount: 0,
      dataUpdatedAt: 0,
      error: new Error("503"),
      errorUpdateCount: 1,
      errorUpdatedAt: Date.now(),
      fetchFailureCount: 2,
      fetchFailureReason: new Error("503"),
      fetchMeta: null,
      isInvalidated: false,
      status: "error",
      fetchStatus: "idle",
    },
  );
  const html = painted(1000, { client });
  expect(html.includes("Only the first rows are here."), "Only the first rows are here.").toBe(true);
  expect(html.includes("Ask again"), "Ask again").toBe(true);
  expect(drawn(html)).toBeGreaterThan(20);
});

test("a short list is painted whole", () => {
  const html = painted(12);
  expect(html.includes('aria-busy="false"'), 'aria-busy="false"').toBe(true);
  expect(drawn(html)).toBe(12);
});

test("a filter that nothing fits offers all, and a list without SLOs says how to make one", () => {
  const html = painted(12, { query: "?tier=9" });
  expect(html.includes("No SLO fits this filter"), "No SLO fits this filter").toBe(true);
  expect(html.includes("Show all 12"), "Show all 12").toBe(true);
  expect(painted(0).includes("No SLO yet"), "No SLO yet").toBe(true);
});

test("what the address says in vain is told", () => {
  expect(painted(12, { query: "?sort=size" }).includes("sort=size"), "sort=size").toBe(true);
});
