import { queryOptions } from "@tanstack/react-query";
import type { AccountView } from "@/lib/views/account";
import type { AuditView } from "@/lib/views/audit";
import type { BreachView } from "@/lib/views/breach";
import type { BreachesView } from "@/lib/views/breaches";
import type { ConnectionsView } from "@/lib/views/connections";
import type { CostsView } from "@/lib/views/costs";
import type { DecisionView } from "@/lib/views/decision";
import type { DecisionGraphView } from "@/lib/views/decision-graph";
import type { DecisionHistoryView } from "@/lib/views/decision-history";
import type { DecisionLintView } from "@/lib/views/decision-lint";
import type { DecisionSearchView } from "@/lib/views/decision-search";
import type { DecisionTimelineView } from "@/lib/views/decision-timeline";
import type { DecisionsView } from "@/lib/views/decisions";
import type { PeopleView } from "@/lib/views/people";
import type { RevisitView } from "@/lib/views/revisit";
import type { RevisitsView } from "@/lib/views/revisits";
import type { ShellView } from "@/lib/views/shell";
import type { SloView } from "@/lib/views/slo";
import type { SlosView } from "@/lib/views/slos";
import type { TargetEditorView } from "@/lib/views/target-editor";
import type { TodayView } from "@/lib/views/today";
import type { TokensView } from "@/lib/views/tokens";

/** Every screen asks again at this pace: the ledger moves once a minute, and a new minute should not wait long to be seen. */
const REFETCH_MS = 15_000;

export const screens = {
  shell: () => screen<ShellView>("shell"),
  account: () => screen<AccountView>("account"),
  today: () => screen<TodayView>("today"),
  slos: () => screen<SlosView>("slos"),
  slo: (id: string, query: string) => screen<SloView>(`slos/${encodeURIComponent(id)}?${query}`),
  target: (id: string) => screen<TargetEditorView>(`slos/${encodeURIComponent(id)}/target`),
  breaches: (terms: string) => screen<BreachesView>(`breaches${terms}`),
  breach: (id: number) => screen<BreachView>(`breaches/${id}`),
  decisions: () => screen<DecisionsView>("decisions"),
  decision: (path: string) => screen<DecisionView>(`decisions/${path.split("/").map(encodeURIComponent).join("/")}`),
  revisits: () => screen<RevisitsView>("revisits"),
  revisit: (quarter: string, d: string | null) =>
    screen<RevisitView>(`revisits/${quarter}${d === null ? "" : `?d=${encodeURIComponent(d)}`}`),
  decisionSearch: (q: string) => screen<DecisionSearchView>(`decisions/search?q=${encodeURIComponent(q)}`),
  decisionLint: () => screen<DecisionLintView>("decisions/lint"),
  costs: (terms: string) => screen<CostsView>(`costs${terms}`),
  decisionGraph: (terms: string) => screen<DecisionGraphView>(`decisions/graph${terms}`),
  decisionTimeline: (terms: string) => screen<DecisionTimelineView>(`decisions/timeline${terms}`),
  decisionHistory: (path: string) =>
    screen<DecisionHistoryView>(`decision-history/${path.split("/").map(encodeURIComponent).join("/")}`),
  people: () => screen<PeopleView>("settings/people"),
  tokens: () => screen<TokensView>("settings/tokens"),
  connections: () => screen<ConnectionsView>("settings/connections"),
  audit: (terms: string) => screen<AuditView>(`settings/audit${terms}`),
};

function screen<View extends { now: string }>(address: string) {
  return queryOptions({
    queryKey: ["screen", address],
    queryFn: ({ signal }) => read<View>(`/api/screens/${address}`, signal),
    refetchInterval: REFETCH_MS,
    staleTime: REFETCH_MS - 1_000,
    retry: 1,
    // A browser that believes itself offline should still say how old its figures are.
    networkMode: "always",
  });
}

async function read<View>(url: string, signal: AbortSignal): Promise<View> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  if (!response.ok) throw new ScreenRefused(url, response.status);
  return (await response.json()) as View;
}

/** A screen was asked for again and refused; 401: whoever looks at it is no longer signed in. */
export class ScreenRefused extends Error {
  readonly status: number;
  constructor(url: string, status: number) {
    super(`${url} answered ${status}`);
    this.name = "ScreenRefused";
    this.status = status;
  }
}
