import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import { mustReadUnhurried, type Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import type { FoundRecord } from "@/lib/gateways/decision-index";
import { type SearchedRecords, searchAdrFolders, warmDecisionSearch } from "@/lib/gateways/decision-search";
import { log } from "@/lib/log";

export type DecisionHit = FoundRecord & { href: string };
export type DecisionSearchView = {
  now: string;
  q: string;
  hits: DecisionHit[];
  more: boolean;
  /** How many files are being read for the first time: what is found is not all yet. Null once they are. */
  reading: number | null;
};

const LONGEST_QUESTION = 200;

/** @throws DomainError `too-many-requests`, `unavailable` */
export async function decisionSearch(reader: Reader, now: Date, question: string): Promise<DecisionSearchView> {
  const q = question.trim().slice(0, LONGEST_QUESTION);
  await mustReadUnhurried(reader);
  const { found, more, reading } = await searched(q);
  const hits = found.map((each) => ({ ...each, href: decisionHref({ path: each.path }) }));
  return { now: now.toISOString(), q, hits, more, reading };
}

async function searched(q: string): Promise<SearchedRecords> {
  try {
    return await searchAdrFolders(config().adrDirs, q);
  } catch (error) {
    if (error instanceof DomainError && error.code === "unavailable")
      log.warn({ err: error }, "a search took too long");
    throw error;
  }
}

/** Has the records read before anybody searches. The first search tries again what fails here. */
export function startDecisionSearch(): void {
  warmDecisionSearch(config().adrDirs).catch((error: unknown) => log.warn({ err: error }, "search not started"));
}
