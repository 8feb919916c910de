import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { WhoIsHit } from "@/app/breaches/[id]/who-is-hit";
import type { BreachView } from "@/lib/views/breach";
import type { ContributionView } from "@/lib/views/contribution";

vi.mock("@/app/_parts/sign-in-link", () => ({ SignInLink: () => "Sign in" }));

const NOW = "2026-11-24T09:13:00.000Z";
type Kept = NonNullable<ContributionView["kept"]>;

const row = (values: string[], badShare: number, totalShare: number, bad = 100) => ({
  values,
  bad,
  total: 1000,
  badShare,
  totalShare,
  lift: totalShare > 0 ? badShare / totalShare : null,
  isAlwaysWorse: false,
  href: `http://prometheus.example/graph?${values.join("&")}`,
});

const KEPT: Kept = {
  askedAt: NOW,
  tookSeconds: 1.83,
  author: "Edge on-call",
  from: NOW,
  to: NOW,
  span: null,
  isPartial: false,
  isCompared: false,
  comparedWith: "the time before the breach and the day before",
  unanswered: [],
  notAsked: [
    { label: "user_agent", why: "41,812 values, the cap is 2,000" },
    { label: "job", why: "one value only" },
    { label: "instance", why: "one value only" },
  ],
  verdict: "pair",
  verdictWords: "One pair stands out.",
  sentence: null,
  tables: [
    {
      labels: ["route", "pop"],
      rows: [row(["/products/:slug", "fra"], 0.521, 0.076, 18_242), row(["/images", ""], 0.01, 0.15)],
      folded: 13,
      isConsequence: false,
    },
    { labels: ["status"], rows: [row(["500"], 1, 0.1)], folded: 0, isConsequence: true },
  ],
};

const ASKED: ContributionView = {
  now: NOW,
  state: "done",
  cannot: null,
  mayAsk: true,
  bad: "misses",
  running: null,
  error: null,
  kept: KEPT,
};

/** What the panel says, without its tags. */
function said(contribution: Partial<ContributionView>): string {
  const view = { row: { id: 1047 }, now: NOW, contribution: { ...ASKED, ...contribution } } as unknown as BreachView;
  const panel = createElement(WhoIsHit, { view });
  const html = renderToStaticMarkup(createElement(QueryClientProvider, { client: new QueryClient() }, panel));
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

test("what was asked stands with its time, its verdict and who carries how much", () => {
  const text = said({});
  expect(text).toMatch(/asked 09:13, 1[.]8 ?s Ask again Table/);
  expect(text).toContain("One pair stands out.");
  expect(text).toMatch(/\/products\/:slug fra .*52[.]1 ?% 7[.]6 ?% 6[.]9× 18,242/);
  expect(text).toContain("(none)");
  expect(text).toMatch(/route × pop 6[.]9× status follows/);
  expect(text).not.toContain("in part");
});

test("what was as bad before the breach is marked so, and what is not is marked as the culprit", () => {
  const rows = [{ ...row(["/stock"], 0.6, 0.1), isAlwaysWorse: true }, row(["/products"], 0.3, 0.1)];
  const tables = [{ labels: ["route"], rows, folded: 0, isConsequence: false }];
  const text = said({ kept: { ...KEPT, verdict: "value", isCompared: true, tables } });
  expect(text).toMatch(/\/stock as bad before/);
  expect(text).not.toMatch(/\/products as bad before/);
  expect(text).toContain("compared with the time before the breach and the day before");
  const comparedWith = "the same time a week before";
  expect(said({ kept: { ...KEPT, isCompared: true, comparedWith } })).toContain(`compared with ${comparedWith}.`);
  expect(said({})).not.toContain("as bad before");
});

test("labels that were not asked are named, with the reason; so are those of one value", () => {
  const text = said({});
  expect(text).toContain("user_agent was not: 41,812 values, the cap is 2,000.");
  expect(text).toMatch(/job and instance have one value only/);
  expect(text).toMatch(/13 pairs below 1 ?% of the misses are folded/);
});

test("an answer in part says so, and what is missing", () => {
  const text = said({ kept: { ...KEPT, isPartial: true, unanswered: ["pop: too many samples"] } });
  expect(text).toContain("Answered in part: One pair stands out.");
  expect(text).toContain("Not answered: pop: too many samples.");
});

test("while it is asked, how far it is shows with a way to give it up, above what was kept", () => {
  const running = { answered: 7, questions: 20, author: "Edge on-call" };
  const text = said({ state: "running", running });
  expect(text).toMatch(/7 of 20 questions answered, begun by Edge on-call[.] .*Cancel/);
  expect(text).toContain("One pair stands out.");
  expect(text).not.toContain("Ask again");
  expect(said({ state: "running", running, mayAsk: false })).not.toContain("Cancel");
});

test("nobody has asked yet: it can be asked, or signed in for", () => {
  expect(said({ state: "none", kept: null })).toContain("Ask who is hit");
  const anonymous = said({ state: "none", kept: null, mayAsk: false });
  expect(anonymous).toContain("Sign in to ask.");
  expect(anonymous).not.toContain("Ask who is hit");
});

test("readers see what was kept without a way to ask again", () => {
  const text = said({ mayAsk: false });
  expect(text).toContain("One pair stands out.");
  expect(text).not.toContain("Ask again");
});

test("what cannot be broken down says why", () => {
  const text = said({ state: "none", kept: null, cannot: "it is a ratio only" });
  expect(text).toContain("cannot be broken down by labels: it is a ratio only.");
  expect(text).not.toContain("Ask who is hit");
});

test("what was kept before its definition changed stands, with the reason why it cannot be asked again", () => {
  const text = said({ cannot: "the breach was counted by an earlier definition of the SLI" });
  expect(text).toContain("It cannot be asked again: the breach was counted by an earlier definition of the SLI.");
  expect(text).toContain("One pair stands out.");
  expect(text).not.toContain("Ask again");
  expect(said({})).not.toContain("cannot be asked again");
});

test.each([
  ["a silent engine", "127.0.0.1:9090 does not answer"],
  ["history that is gone", "127.0.0.1:9090 has no events of these minutes: it keeps its history for a shorter time"],
])("%s is said to be so, and what was kept stands", (_, error) => {
  const text = said({ state: "failed", error });
  expect(text).toContain(`The engine did not say who is hit. ${error} What was kept before stands below.`);
  expect(text).toContain("One pair stands out.");
  expect(said({ state: "failed", error, kept: null })).toContain("Ask who is hit");
});

test("a run that was given up says by whom", () => {
  expect(said({ state: "cancelled", error: "Ada cancelled it." })).toContain(
    "The last time was cancelled. Ada cancelled it.",
  );
});

test("without a label that tells events apart, it says so", () => {
  const kept: Kept = {
    ...KEPT,
    tables: [],
    verdict: "uniform",
    verdictWords: "There is no label to break it down by.",
  };
  const text = said({ kept });
  expect(text).toContain("carry no label that tells its events apart");
  expect(text).not.toContain("route × pop");
});

test("of a breach longer than a day it says which minutes were asked", () => {
  expect(said({ kept: { ...KEPT, span: "the first day" } })).toContain("in the first day of the breach");
});
