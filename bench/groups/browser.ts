import { gzipSync } from "node:zlib";
import lighthouse, { desktopConfig } from "lighthouse";
import { type Browser, chromium, type Page } from "playwright";
import { Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { freePort } from "@/tests/integration/evaluator/engine";
import { elapsed, type Figure, median, medianFigure, runGroup, say } from "../figures";
import { parameter } from "../parameters";
import { type Served, serveFleet } from "../served";
import { type LongestTask, longestTask } from "../trace";

const SLOS = parameter("BENCH_SLOS", 1000, 200);
const FEW = parameter("BENCH_FEW_SLOS", 10, 10);
const RUNS = parameter("BENCH_RUNS", 5, 1);
const PAGES = parameter("BENCH_PAGE_REQUESTS", 60, 10);
/** Longer than the screen takes to ask anew, so that an answer with every row comes while the reader scrolls. */
const SCROLL_SECONDS = parameter("BENCH_SCROLL_SECONDS", 20, 3);
const SERVED_SECONDS = 1800;

/** The shortest task that a browser calls long, ms. */
const LONG_TASK = 50;

async function started(): Promise<{ browser: Browser; port: number }> {
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", `--remote-debugging-port=${port}`],
  });
  undoLater({ end: () => browser.close(), atOnce: () => void browser.close() });
  return { browser, port };
}

type Scores = { performance: number[]; accessibility: number[] };

/** 0..100 each, as often as there are runs. */
async function scores(url: string, port: number, form: "desktop" | "mobile"): Promise<Scores> {
  const found: Scores = { performance: [], accessibility: [] };
  for (let i = 0; i < RUNS; i++) {
    const flags = { port, output: "json" as const, logLevel: "silent" as const };
    const config = form === "desktop" ? desktopConfig : undefined;
    const result = await lighthouse(url, { ...flags, onlyCategories: ["performance", "accessibility"] }, config);
    for (const category of ["performance", "accessibility"] as const) {
      const score = result?.lhr.categories[category]?.score;
      if (typeof score !== "number")
        throw new Trouble(`Lighthouse gave no ${category}: ${result?.lhr.runtimeError?.message}`);
      found[category].push(Math.round(score * 100));
    }
  }
  return found;
}

/** Gzip bytes of every script that a page loads. */
async function scriptBytes(page: Page, url: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script")
      sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The longest task of the page's main thread while somebody scrolls through every row. */
async function longestWhileScrolling(browser: Browser, url: string, seconds: number): Promise<LongestTask> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}/slos`, { waitUntil: "networkidle" });
  await page.locator('table[aria-busy="false"]').waitFor();
  await page.mouse.move(700, 600);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // The browser's own gesture: one that is driven from outside, frame by frame, keeps a core busy by itself.
  const devtools = await page.context().newCDPSession(page);
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await devtools.send("Input.synthesizeScrollGesture", {
    x: 700,
    y: 600,
    yDistance: -height,
    speed: Math.ceil(height / seconds),
    gestureSourceType: "mouse",
  });
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const rows = await page.locator("tbody tr[aria-rowindex]").last().getAttribute("aria-rowindex");
  if (Number(rows) < SLOS) throw new Trouble(`scrolling ended at row ${rows} of ${SLOS}`);
  await page.close();
  return longestTask(trace);
}

/** ms until the whole page has come, without a browser. */
async function pageTimes(url: string): Promise<number[]> {
  const raw: number[] = [];
  for (let i = 0; i < PAGES; i++) raw.push(await elapsed(async () => (await fetch(`${url}/`)).arrayBuffer()));
  return raw.slice(PAGES / 3);
}

async function served<T>(slos: number, work: (fleet: Served) => Promise<T>): Promise<T> {
  const fleet = await serveFleet(slos, SERVED_SECONDS);
  try {
    return await work(fleet);
  } finally {
    await fleet.stop();
  }
}

runGroup("browser", async () => {
  const few = await served(FEW, ({ url }) => pageTimes(url));
  return served(SLOS, async ({ url }) => {
    const many = await pageTimes(url);
    const { browser, port } = await started();
    say("Lighthouse");
    const desktop = await scores(`${url}/`, port, "desktop");
    const mobile = await scores(`${url}/`, port, "mobile");
    say("scrolling");
    const slow: LongestTask[] = [];
    const fast: LongestTask[] = [];
    for (let i = 0; i < RUNS; i++) {
      slow.push(await longestWhileScrolling(browser, url, SCROLL_SECONDS));
      fast.push(await longestWhileScrolling(browser, url, SCROLL_SECONDS / 5));
    }
    const bytes = await scriptBytes(await browser.newPage(), `${url}/`);
    await browser.close();
    const short = (name: string, raw: number[], least: number): Figure =>
      medianFigure(
        `${name}: short of 100 by`,
        raw.map((score) => 100 - score),
        "",
        100 - least,
      );
    const longest = (tasks: readonly LongestTask[], seconds: number): Figure[] => {
      const name = `scrolling ${SLOS} rows in ${seconds} s`;
      return [
        medianFigure(
          `longest task, ${name}`,
          tasks.map(({ wall }) => wall),
          "ms",
          LONG_TASK,
        ),
        medianFigure(
          `most CPU of a task, ${name}`,
          tasks.map(({ cpu }) => cpu),
          "ms",
          null,
        ),
      ];
    };
    return {
      figures: [
        short("Lighthouse, desktop, performance", desktop.performance, 95),
        short("Lighthouse, mobile, performance", mobile.performance, 85),
        short("Lighthouse, desktop, accessibility", desktop.accessibility, 100),
        short("Lighthouse, mobile, accessibility", mobile.accessibility, 100),
        ...longest(slow, SCROLL_SECONDS),
        ...longest(fast, SCROLL_SECONDS / 5),
        { figure: "JavaScript of the review page, gzip", measured: bytes / 1000, unit: "kB", limit: 250 },
        medianFigure(`review page, ${FEW} SLOs`, few, "ms", null),
        medianFigure(`review page, ${SLOS} SLOs`, many, "ms", null),
        {
          figure: `review page, ${SLOS} against ${FEW} SLOs`,
          measured: median(many) / median(few),
          unit: "×",
          limit: 3,
        },
      ],
      notes: [
        "A production build, served as npm start serves it, over generated SLOs that a real engine has samples of.",
        `Lighthouse's own throttling; ${RUNS} runs each. A task is one of the page's main thread, from Chromium's own trace.`,
        "The review page's time is that of the whole HTML over loopback, ticks of the evaluator among it.",
      ],
    };
  });
});
