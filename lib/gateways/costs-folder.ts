import "server-only";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** `text` null: there is no such file. `name`: as people find it. */
export type CostFile = { name: string; text: string | null };
export type CostFiles = { prices: CostFile; plan: CostFile };

const [PRICES_FILE, PLAN_FILE] = ["prices.yaml", "cost-plan.yaml"] as const;

/** The price list and the plan of a folder. @throws where one is there and cannot be read */
export const readCostsFolder = async (folder: string): Promise<CostFiles> => ({
  prices: await readCostFile(folder, PRICES_FILE),
  plan: await readCostFile(folder, PLAN_FILE),
});

async function readCostFile(folder: string, file: string): Promise<CostFile> {
  const path = join(folder, file);
  const below = relative(process.cwd(), path);
  const name = below.startsWith("..") ? path : below;
  try {
    return { name, text: await readFile(path, "utf8") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { name, text: null };
    throw new Error(`${name} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
