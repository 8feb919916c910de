// @ts-check
import { tmpdir } from "node:os";
import { conclude, ROOT, verify } from "./checks.mjs";
import { parseArguments } from "./command-line.mjs";
import { ensureNpmPackages } from "./npm-packages.mjs";
import { step } from "./steps.mjs";
import { runCommand } from "./trouble.mjs";
import { stopOnSignals } from "./undo.mjs";

runCommand(async () => {
  const { help } = parseArguments(process.argv.slice(2), {}, "npm run verify takes none but --help");
  if (help) {
    console.log("npm run verify: lint, types, unused code, architecture and unit tests; the quick part of npm test");
    return 0;
  }
  stopOnSignals(130);
  await step("packages", (say) => ensureNpmPackages(ROOT, tmpdir(), say));
  return conclude(await verify());
});
