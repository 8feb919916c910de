import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import { expect, test } from "vitest";
import config from "@/drizzle.config";

const files = [config.schema].flat().filter((each) => each !== undefined);

test("every file that makes tables is one that migrations are made of", () => {
  const makers = readdirSync("db").filter((each) =>
    /\bsqliteTable\(/.test(each.endsWith(".ts") ? read("db", each) : ""),
  );
  expect(files.map((each) => basename(each)).toSorted()).toEqual(makers.toSorted());
});

test("the migrations make the tables that the code names, column by column", async () => {
  const tables = Object.assign(
    {},
    ...(await Promise.all(files.map((each) => import(/* @vite-ignore */ join("@", each))))),
  );
  const meta = "db/migrations/meta";
  const last = readdirSync(meta)
    .filter((each) => each.endsWith("_snapshot.json"))
    .toSorted()
    .at(-1);
  const now = await generateSQLiteDrizzleJson(tables);
  expect(await generateSQLiteMigration(JSON.parse(read(meta, last ?? "")), now)).toEqual([]);
});

const read = (...path: string[]): string => readFileSync(join(...path), "utf8");
