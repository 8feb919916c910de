import { z } from "zod";
import { DEFAULT_REQUESTS_PER_SECOND } from "./demand";

const Settings = z.object({
  DEMO_HISTORY_DAYS: z.coerce.number().int().min(1).max(44).default(35),
  DEMO_LEDGER_DAYS: z.coerce.number().int().min(1).max(1000).default(400),
  DEMO_SCRAPE_INTERVAL: z
    .string()
    .regex(/^[1-9]\d?s$/, "write it as 15s")
    .default("15s"),
  DEMO_REQUESTS_PER_SECOND: z.coerce.number().positive().max(500).default(DEFAULT_REQUESTS_PER_SECOND),
});

export type DemoSettings = {
  historyDays: number;
  ledgerDays: number;
  scrapeInterval: string;
  requestsPerSecond: number;
};

export function readSettings(env: NodeJS.ProcessEnv): DemoSettings {
  const parsed = Settings.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const settings = parsed.data;
  if (settings.DEMO_LEDGER_DAYS <= settings.DEMO_HISTORY_DAYS) {
    throw new Error(
      "DEMO_LEDGER_DAYS must be more than DEMO_HISTORY_DAYS: the ledger's history comes before the engine's",
    );
  }
  return {
    historyDays: settings.DEMO_HISTORY_DAYS,
    ledgerDays: settings.DEMO_LEDGER_DAYS,
    scrapeInterval: settings.DEMO_SCRAPE_INTERVAL,
    requestsPerSecond: settings.DEMO_REQUESTS_PER_SECOND,
  };
}
