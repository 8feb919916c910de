import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

const DIR = "storefront/slos";

/** The objectives as their documents state them. */
export function readDocuments() {
  return readdirSync(DIR).map((file) => ({ file, document: parse(readFileSync(path.join(DIR, file), "utf8")) }));
}

export function readTargets(): Map<string, number> {
  return new Map(readDocuments().map(({ document }) => [document.metadata.name, document.spec.objectives[0].target]));
}
