import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import { type Finding, type FindingKind, finding, lintRecords } from "@/lib/adr/lint";
import { unmeasuredDecisions } from "@/lib/adr/unmeasured";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { adrPathExists } from "@/lib/gateways/adr-folder";
import { database } from "@/lib/store/database";
import { type AdrIndex, adrIndex } from "./adr-index";
import { type Ranked, ranking } from "./ranking";

export type DecisionFinding = Finding & { href: string | null; title: string | null };
export type DecisionLintView = { now: string; records: number; findings: DecisionFinding[] };

/** What needs a person first. */
const ORDER: FindingKind[] = [
  "target-drift",
  "unknown-slo",
  "unknown-decision",
  "slo-without-decision",
  "review-overdue",
  "supersession-not-reciprocated",
  "supersession-unresolved",
  "dead-link",
  "unreadable",
  "status-not-stated",
  "decision-without-slo",
];

/** What records and SLOs say against themselves and one another. */
export async function decisionLintView(_reader: Reader, now: Date): Promise<DecisionLintView> {
  const adrs = await adrIndex();
  const slos = ranking(database(), now);
  const exists = await adrPathExists(config().adrDirs);
  const findings = [
    ...lintRecords(adrs.records, now.toISOString().slice(0, 10), exists),
    ...folderFindings(adrs),
    ...slos.flatMap((slo) => sloFindings(adrs, slo)),
    ...promisesNotKept(adrs, slos),
  ];
  const rank = (kind: FindingKind) => ORDER.indexOf(kind);
  return {
    now: now.toISOString(),
    records: adrs.records.length,
    findings: findings
      .sort((a, b) => rank(a.kind) - rank(b.kind))
      .map((each) => ({ ...each, href: hrefOf(adrs, each), title: titleOf(adrs, slos, each) })),
  };
}

function folderFindings(adrs: AdrIndex): Finding[] {
  return adrs.problems.map(({ path, message }) => ({ kind: "unreadable", path, line: null, slo: null, message }));
}

function sloFindings(adrs: AdrIndex, { slo, target }: Ranked): Finding[] {
  const about = { path: target.decisionPath, line: null, slo: slo.id };
  const link = adrs.link(target.decisionPath, target.decisionId);
  if (!link)
    return [{ ...about, kind: "slo-without-decision", message: `No decision says why ${slo.id} has its target.` }];
  if (link.missing) {
    const message = `${slo.id} names the decision ${link.path}#${link.id}, which is not there.`;
    return [{ ...about, kind: "unknown-decision", message }];
  }
  const drift = adrs.drift(slo.id, target);
  return drift === null ? [] : [{ ...about, kind: "target-drift", message: `${slo.id}: ${drift}` }];
}

function promisesNotKept(adrs: AdrIndex, slos: readonly Ranked[]): Finding[] {
  const known = new Set(slos.map(({ slo }) => slo.id));
  const measured = new Set(slos.map(({ target }) => `${target.decisionPath}#${target.decisionId}`));
  return adrs.records.flatMap((record) => {
    const unmeasured = unmeasuredDecisions(record, (id) => measured.has(`${record.path}#${id}`));
    return [
      ...record.targets
        .filter(({ slo }) => !known.has(slo))
        .map(({ slo, id }) =>
          finding("unknown-slo", record, null, `Its target ${id} names the SLO ${slo}, which is not there.`),
        ),
      ...unmeasured.map(({ id, title }) =>
        finding("decision-without-slo", record, null, `No SLO measures ${id}, “${title}”.`),
      ),
    ];
  });
}

function hrefOf(adrs: AdrIndex, { path, slo }: Finding): string | null {
  if (slo !== null) return `/slos/${encodeURIComponent(slo)}`;
  return path !== null && adrs.record(path) ? decisionHref({ path }) : null;
}

function titleOf(adrs: AdrIndex, slos: readonly Ranked[], { path, slo }: Finding): string | null {
  if (slo !== null) return slos.find((each) => each.slo.id === slo)?.slo.name ?? slo;
  return path === null ? null : (adrs.record(path)?.title ?? null);
}
