// @ts-check
// node scripts/screenshots.mjs [URL]: takes the README's pictures of a running Plumbline, by default the demo's address.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright";
import { findCommand } from "./find-command.mjs";

const PAGES = {
  today: "/",
  slo: "/slos/edge-hit-rate?range=28d",
  breach: "/breaches/newest",
  decision: "/decisions/docs/adr/0024-performance-and-caching-of-the-platform.md#d1",
};
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const base = process.argv[2] ?? "http://127.0.0.1:3000";
mkdirSync("docs/images", { recursive: true });
const browser = await chromium.launch({ executablePath: findCommand("chromium") ?? "chromium", args: FLAGS });
const page = await browser.newPage({
  viewport: { width: 1440, height: 900 },
  colorScheme: "light",
  reducedMotion: "reduce",
});
const { items } = await (await page.request.get(`${base}/api/v1/breaches`)).json();
for (const [name, path] of Object.entries(PAGES)) {
  // The one that is open, or else the last that was.
  await page.goto(base + path.replace("newest", items[0]?.id), { waitUntil: "networkidle" });
  await page.screenshot({ path: `docs/images/${name}.png` });
  console.log(`docs/images/${name}.png`);
}
await browser.close();
