// @ts-check
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startChild } from "./child.mjs";
import { areNpmPackagesInstalled } from "./npm-packages.mjs";
import { runCommand, Trouble } from "./trouble.mjs";

const HELP = `npm run link: makes a one-time link, on the server's machine, for whoever has lost their access. It works for 24 hours.

  npm run link -- --admin                   a link by which somebody becomes an admin
  npm run link -- --for ada@example.org     a link by which that person comes back in, with a new password
                                            and without their second factor

DATA_DIR, HOST, PORT and PUBLIC_URL are read as by npm start; the app may be running.`;

runCommand(async () => {
  const { help, admin, email } = read(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return 0;
  }
  if (admin === (email !== undefined))
    throw new Trouble("Name one: --admin, or --for EMAIL; npm run link -- --help says more", { exitCode: 2 });
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const dataDir = resolve(root, process.env.DATA_DIR || "data");
  if (!areNpmPackagesInstalled(root) || !existsSync(join(dataDir, "plumbline.db")))
    throw new Trouble(`${dataDir} holds no database: start Plumbline once, or name its folder by DATA_DIR`);
  const { PUBLIC_URL, HOST = "127.0.0.1", PORT = "3000" } = process.env;
  const origin = PUBLIC_URL ? new URL(PUBLIC_URL).origin : `http://${HOST}:${PORT}`;
  const { exited } = startChild(
    process.execPath,
    [
      ...["--conditions=react-server", "--import", "tsx", join(root, "scripts/one-time-links.ts"), origin],
      ...(email === undefined ? ["admin"] : ["for", email]),
    ],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, DATA_DIR: dataDir } },
  );
  return (await exited).code ?? 1;
});

/**
 * @param {string[]} args
 * @returns {{ help: boolean, admin: boolean, email: string | undefined }}
 */
function read(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { help: { type: "boolean", short: "h" }, admin: { type: "boolean" }, for: { type: "string" } },
    });
    return { help: values.help ?? false, admin: values.admin ?? false, email: values.for };
  } catch (error) {
    throw new Trouble(`${/** @type {Error} */ (error).message}; npm run link -- --help lists what there is`, {
      exitCode: 2,
    });
  }
}
