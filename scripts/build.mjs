// @ts-check
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runLogged } from "./child.mjs";
import { hashOf } from "./source-hash.mjs";

const SOURCES = [
  ...["app", "lib", "db", "public"],
  ...["instrumentation.ts", "proxy.ts", "next.config.js", "postcss.config.mjs", "tsconfig.json"],
  ...["package.json", "package-lock.json"],
];

/**
 * Builds the app unless the build folder holds a complete build of these very sources.
 * @param {{ root: string, buildDir: string, logFile: string, say: import("./steps.mjs").Say }} options
 * @returns {Promise<string | undefined>}
 */
export async function ensureBuild({ root, buildDir, logFile, say }) {
  const folder = resolve(root, buildDir);
  const marker = join(folder, "plumbline-sources");
  const sources = `${hashOf(root, SOURCES)} ${process.version}`;
  if (existsSync(join(folder, "BUILD_ID")) && existsSync(marker) && readFileSync(marker, "utf8") === sources)
    return "up to date";
  say("building the app (about a minute)");
  rmSync(marker, { force: true });
  await runLogged(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    logFile,
    explain: () => `The build failed; its whole output is in ${logFile}`,
    env: { ...process.env, BUILD_DIR: buildDir, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  writeFileSync(marker, sources);
}
