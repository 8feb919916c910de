import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import type { Reader } from "@/lib/auth/actor";
import type { Verdict } from "@/lib/slo/verdict";
import { database } from "@/lib/store/database";
import { adrIndex } from "./adr-index";
import { ranking } from "./ranking";

export type AdrRow = {
  path: string;
  href: string;
  number: string | null;
  title: string;
  /** "not stated" where the record does not say. */
  status: string;
  date: string | null;
  decisions: {
    id: string;
    title: string;
    href: string;
    status: string | null;
    slos: { id: string; name: string; verdict: Verdict }[];
  }[];
  /** Why the record could not be read, with its place. */
  problem: string | null;
};

export type DecisionsView = { now: string; adrs: AdrRow[]; folderProblem: string | null };

export async function decisionsView(_reader: Reader, now: Date): Promise<DecisionsView> {
  const adrs = await adrIndex();
  const all = ranking(database(), now);
  return {
    now: now.toISOString(),
    adrs: adrs.records.map((record) => ({
      path: record.path,
      href: decisionHref({ path: record.path }),
      number: record.number,
      title: record.title,
      status: record.status,
      date: record.date,
      decisions: record.decisions.map((decision) => ({
        id: decision.id,
        title: decision.title,
        href: decisionHref({ path: record.path, id: decision.id }),
        status: decision.status,
        slos: all
          .filter(({ target }) => target.decisionPath === record.path && target.decisionId === decision.id)
          .map(({ slo, verdict }) => ({ id: slo.id, name: slo.name, verdict })),
      })),
      problem:
        record.problems.map(({ message, line }) => (line === null ? message : `Line ${line}: ${message}`)).join(" ") ||
        null,
    })),
    folderProblem: adrs.problems.map(({ path, message }) => `${path}: ${message}`).join(" ") || null,
  };
}
