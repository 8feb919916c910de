import { join, resolve } from "node:path";
import { openDatabase } from "./client";

// `node --import tsx db/migrate.ts`: brings the database of DATA_DIR up to date, as opening it does anyway.
const file = join(resolve(process.env.DATA_DIR ?? "./data"), "plumbline.db");
try {
  openDatabase(file, resolve("db/migrations")).$client.close();
} catch (error) {
  console.error(
    `${file} could not be opened: ${error instanceof Error ? error.message : String(error)}. DATA_DIR names its folder.`,
  );
  process.exitCode = 1;
}
