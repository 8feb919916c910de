import type { Verdict } from "@/lib/slo/verdict";

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
