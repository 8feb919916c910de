import { expect, type Page, test } from "@playwright/test";

// biome-ignore lint/suspicious/noExplicitAny: answers of the server, changed into states that the demo is not in.
type Answer = any;

/** Every screen asks again after 15 s. */
const NEXT_ANSWER_MS = 16_000;
const SLO = "/slos/product-latency";
const SCREEN_OF_SLO = /\/api\/screens\/slos\/product-latency/;

test.beforeEach(async ({ page }) => {
  await page.clock.install();
});

/** What the screen shows once the server's next answer is changed so. */
async function next(page: Page, screen: RegExp, change: (view: Answer) => void): Promise<void> {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  let answered = false;
  await page.route(screen, async (route) => {
    const view = await (await route.fetch()).json();
    change(view);
    answered = true;
    await route.fulfill({ json: view });
  });
  await hasAskedAgain(page, () => answered);
}

/** The page may be drawn before it runs, and asks nothing until then. */
async function hasAskedAgain(page: Page, answered: () => boolean): Promise<void> {
  await expect(async () => {
    await page.clock.fastForward(NEXT_ANSWER_MS);
    await expect.poll(answered, { timeout: 1_000, intervals: [50] }).toBe(true);
  }).toPass();
}

test("stale: where the server, or the engine, is silent, every page keeps its figures and says how old they are", async ({
  page,
}) => {
  for (const [path, figures] of [
    ["/", page.locator(".lede")],
    ["/slos", page.getByRole("row").nth(3)],
    [SLO, page.locator(".figs").first()],
    ["/breaches", page.locator(".lede")],
  ] as const) {
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.goto(path);
    const before = await figures.textContent();
    let refused = 0;
    await page.route(/\/api\/screens\//, async (route) => {
      refused++;
      await route.fulfill({ status: 503, json: {} });
    });
    await hasAskedAgain(page, () => refused > 0);
    // Each is asked once more before it is given up.
    await page.clock.fastForward(5_000);
    await expect(page.getByText("This page goes on asking"), path).toBeVisible();
    await expect(page.getByText(/Figures are .* old/)).toBeVisible();
    expect(await figures.textContent()).toBe(before);
  }
  await next(page, /\/api\/screens\/shell/, (shell) => {
    shell.engine = { ...shell.engine, state: "silent", message: "engine:9090 does not answer: timed out" };
  });
  const told = page.getByText(/Its last answer is of .* UTC\. Missed minutes are counted when it is back\./);
  await expect(told).toContainText("old. engine:9090 does not answer: timed out. Its last");
  await next(page, /\/api\/screens\/shell/, (shell) => {
    const message = "engine:9090 refuses our credentials (HTTP 401): mend PROMETHEUS_TOKEN_FILE";
    shell.engine = { ...shell.engine, state: "silent", message };
  });
  await expect(told).toContainText(
    "old. engine:9090 refuses our credentials (HTTP 401): mend PROMETHEUS_TOKEN_FILE. Its",
  );
});

test("empty, unknown, no traffic and partial: Today and the list say so, and call none of it healthy", async ({
  page,
}) => {
  await page.goto("/");
  await next(page, /\/api\/screens\/today/, (view) => {
    for (const group of ["breached", "atRisk", "unknown", "noTraffic", "toSettle"])
      view[group] = { items: [], total: 0 };
    view.met = { rows: [], total: 0 };
    view.items = { total: 0, handled: 0 };
  });
  await expect(page.getByRole("heading", { name: "No SLO yet" })).toBeVisible();

  await page.goto("/slos");
  await next(page, /\/api\/screens\/slos$/, (view) => {
    const nothing = {
      attainment: null,
      budget: { remaining: null },
      exhaustedInSeconds: null,
      sparkline: [null, null],
    };
    Object.assign(view.rows[0], nothing, {
      name: "Silent",
      verdict: "unknown",
      reason: "The engine is silent.",
      coverage: 0,
    });
    Object.assign(view.rows[1], nothing, { name: "Idle", verdict: "no-traffic", coverage: 1 });
    Object.assign(view.rows[2], { name: "Partly", coverage: 0.42 });
  });
  await expect(page.getByRole("row", { name: /Silent/ })).toContainText("Unknown");
  await expect(page.getByRole("row", { name: /Silent/ })).not.toContainText("Met");
  await expect(page.getByRole("row", { name: /Idle/ })).toContainText("no requests");
  await expect(page.getByRole("row", { name: /Partly/ })).toContainText(/42[.]0\s%/);
  await next(page, /\/api\/screens\/slos$/, (view) => {
    view.rows = [];
  });
  await expect(page.getByRole("heading", { name: "No SLO yet" })).toBeVisible();

  await page.goto("/breaches");
  await next(page, /\/api\/screens\/breaches/, (view) => {
    Object.assign(view, { open: [], closed: [], next: null });
  });
  await expect(page.getByRole("heading", { name: "No breach has closed yet" })).toBeVisible();
});

test("one SLO: nothing counted, old, idle or partly observed is said before the figures; so is how its history is counted", async ({
  page,
}) => {
  const done = { state: "done", share: 1, lookingForBreaches: false, secondsLeft: null, cancelled: null };
  const notes: [string, (view: Answer) => void, RegExp][] = [
    ["unknown", (v) => (v.counted.countedFrom = null), /Nothing is counted yet/],
    ["stale", (v) => Object.assign(v.row, { stale: true, finalTo: v.counted.countedFrom }), /The verdict is of then/],
    ["unobserved", (v) => (v.range.sums.coverage = 0), /Nothing of this range was observed/],
    ["no traffic", (v) => Object.assign(v.range.sums, { coverage: 1, total: 0 }), /No traffic in this range/],
    [
      "partial",
      (v) => Object.assign(v.range.sums, { coverage: 0.5, total: 9 }),
      /50[.]0\s% of this range was observed/,
    ],
    [
      "backfill",
      (v) => Object.assign(v.backfill, done, { state: "running", share: 0.25, secondsLeft: 95 }),
      /History is being counted: 25\s%.*About 1\smin left/,
    ],
    [
      "cancelled",
      (v) => Object.assign(v.backfill, done, { state: "cancelled", cancelled: { at: v.now, by: "Ada" } }),
      /History before .* was not counted: Ada cancelled it/,
    ],
  ];
  await page.goto(SLO);
  for (const [state, change, words] of notes) {
    await next(page, SCREEN_OF_SLO, (view) => {
      Object.assign(view.backfill, done);
      change(view);
    });
    await expect(page.locator("#main, main"), state).toContainText(words);
  }
});

test("one breach: who is hit is being asked, was answered in part, was cancelled, or failed, each in words", async ({
  page,
  request,
}) => {
  const { items } = await (await request.get("/api/v1/breaches")).json();
  const path = `/breaches/${items[0].id}`;
  await page.goto(path);
  const hit = page.getByRole("region", { name: "Who is hit" });
  const states: [Answer, RegExp][] = [
    [{ state: "none", kept: null }, /Nobody has asked yet/],
    [
      { state: "running", running: { answered: 3, questions: 9, author: "Ada" } },
      /3 of 9 questions answered, begun by Ada/,
    ],
    [{ state: "cancelled", error: "Ada cancelled it." }, /The last time was cancelled[.] Ada cancelled it[.]/],
    [{ state: "failed", error: "The engine is silent." }, /did not say who is hit[.] The engine is silent[.]/],
    [{ state: "none", cannot: "it is a ratio only" }, /cannot be broken down by labels: it is a ratio only/],
  ];
  for (const [state, words] of states) {
    const contribution = { running: null, error: null, cannot: null, kept: null, mayAsk: false, ...state };
    await next(page, /\/api\/screens\/breaches\/\d+/, (view) => {
      Object.assign(view.contribution, contribution);
    });
    await expect(hit).toContainText(words);
  }
});

test("error: a page that the server cannot find says so, with a way on", async ({ page }) => {
  await page.goto("/slos/nothing-of-that-name");
  await expect(page.getByRole("heading", { name: "Nothing is kept under this address" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
});

test("what is not there is answered with 404, also where a page has a loading state", async ({ request }) => {
  for (const path of ["/slos/no-such-slo", "/slos/no-such-slo/target", "/decisions/docs/adr/9999-no-such-record.md"])
    expect((await request.get(path)).status(), path).toBe(404);
  expect((await request.get("/slos/edge-hit-rate")).status()).toBe(200);
});
