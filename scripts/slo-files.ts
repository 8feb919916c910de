import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { Refusal } from "./slo-exchange";

export type File = { name: string; text: string };

/** The YAML and JSON files of a folder, or one file, by name, as people find them from where they called. @throws Refusal */
export function filesBelow(path: string, from: string): File[] {
  const isFolder = statSync(path).isDirectory();
  const names = isFolder
    ? readdirSync(path, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ya?ml|json)$/.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];
  return names
    .filter((name) => statSync(name).isFile())
    .map((name) => ({ name: shown(name, from), text: textOf(name) ?? "" }));
}

/** null where there is no such file. @throws Refusal where it cannot be read */
export function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Refusal(`${path} cannot be read: ${(error as Error).message}`, 2);
  }
}

export function shown(path: string, from: string): string {
  const below = relative(from, path);
  return below.startsWith("..") ? path : below;
}
