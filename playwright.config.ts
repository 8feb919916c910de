import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// Workers read this file too: what the first reading chose is handed on through the environment.
process.env.E2E_PORT ??= String(20_000 + (process.pid % 20_000));
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "plumbline-e2e-"));
process.env.BUILD_DIR ??= ".next-test";
// Tests ask faster than people.
process.env.RATE_LIMIT ??= "off";
const url = `http://127.0.0.1:${process.env.E2E_PORT}`;

/** These start a Plumbline of their own, and leave the shared one as it is. */
const OF_THEIR_OWN = /\/(bad-input|killed|packs|prose|reader|sign-in|xss)\.spec\.ts$/;

/** The whole product with its demo, scraped and counted every five seconds so that a test need not wait for minutes. */
export default defineConfig({
  testDir: "tests/e2e",
  timeout: 60_000,
  // One at a time share the demo, since each sees what another makes there; beside it goes what has its own.
  workers: 2,
  projects: [
    { name: "shared", testIgnore: OF_THEIR_OWN, workers: 1 },
    { name: "own", testMatch: OF_THEIR_OWN, workers: 1 },
  ],
  forbidOnly: true,
  expect: { timeout: 15_000 },
  use: {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node scripts/start.mjs",
    url: `${url}/-/ready`,
    timeout: 300_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    env: {
      PORT: process.env.E2E_PORT,
      DATA_DIR: process.env.E2E_DATA_DIR,
      BUILD_DIR: process.env.BUILD_DIR,
      DEMO_HISTORY_DAYS: "2",
      DEMO_LEDGER_DAYS: "120",
      DEMO_SCRAPE_INTERVAL: "5s",
      TICK_SECONDS: "5",
      DELAY_SECONDS: "5",
      // The demo must not find an engine or files of the person who runs the tests.
      PROMETHEUS_URL: "",
      SLO_DIR: "",
      ADR_DIR: "",
      ANONYMOUS_READ: "",
    },
  },
});
