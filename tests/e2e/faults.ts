import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs `npm run demo -- …` against the demo of these tests. */
export async function demo(...words: string[]): Promise<string> {
  const env = { ...process.env, DATA_DIR: process.env.E2E_DATA_DIR };
  const { stdout } = await run(process.execPath, ["--import", "tsx", "storefront/cli.ts", ...words], { env });
  return stdout;
}
