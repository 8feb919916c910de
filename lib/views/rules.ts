import "server-only";
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { mustReadUnhurried, type Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { engineNamed, engineNames, noEngine } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import type { Ruler, RuleSlo, RuleTerms } from "@/lib/rules/alerting/rule";
import { fileNameOf, partOf, ruleFile, type Written } from "@/lib/rules/alerting/rule-file";
import { type EngineLabels, sliWithLabels } from "@/lib/rules/engine-labels";
import { Unreadable } from "@/lib/rules/promql-tree";
import { DEFAULT_ENGINE, engineOf, type Sli } from "@/lib/slo/sli";
import { targetInForce } from "@/lib/slo/target-history";
import { database } from "@/lib/store/database";
import { activeSloById, type Slo } from "@/lib/store/slos";
import { type AdrIndex, adrIndex } from "./adr-index";
import { standings } from "./standing";

/** Rules for an engine of one's own. `etag` is that of `text`. */
export type RulesView = { text: string; etag: string; slos: Written[] };
/** The same, a file for each service. */
export type RuleFilesView = { files: { service: string; name: string; text: string }[]; slos: Written[] };

/** The rules of one SLO. null where there is no such SLO. */
export async function sloRulesView(_reader: Reader, now: Date, id: string, ruler: Ruler): Promise<RulesView | null> {
  const slo = activeSloById(database(), id);
  return slo && withTag(ruleFile([asWritten(slo, now, await adrIndex())], termsOf(ruler)));
}

/** Which rules: those of an engine's SLOs, as no other one has their series; of every service where that is null. */
export type RulesOf = { ruler: Ruler; service: string | null; engine?: string | undefined };

/** The rules of every SLO of an engine, or of a service's, in one file. @throws DomainError `not-found`, `too-many-requests` */
export async function rulesView(reader: Reader, now: Date, of: RulesOf): Promise<RulesView> {
  return withTag(ruleFile(await slosOf(reader, now, of), termsOf(of.ruler)));
}

/** @throws DomainError `not-found`, `too-many-requests` */
export async function ruleFilesView(reader: Reader, now: Date, of: RulesOf): Promise<RuleFilesView> {
  const { ruler } = of;
  const slos = await slosOf(reader, now, of);
  const services = [...new Set(slos.map((slo) => slo.service))].sort();
  const written = services.map((each) => {
    const own = slos.filter((slo) => slo.service === each);
    return { service: each, name: fileNameOf(each), ...ruleFile(own, termsOf(ruler)) };
  });
  return {
    files: written.map(({ service: of, name, text }) => ({ service: of, name, text })),
    slos: written.flatMap((file) => file.slos),
  };
}

/**
 * Of a thousand SLOs it takes seconds the first time, so it counts as a read that costs much, and others are answered in
 * between: what is written of each is known afterwards.
 */
async function slosOf(
  reader: Reader,
  now: Date,
  { ruler, service, engine = DEFAULT_ENGINE }: RulesOf,
): Promise<RuleSlo[]> {
  await mustReadUnhurried(reader);
  if (engine !== DEFAULT_ENGINE && engineNamed(engine) === null)
    throw new DomainError("not-found", noEngine(engine), `There are ${engineNames().join(", ")}.`);
  const adrs = await adrIndex();
  const all = [...standings(database()).values()].map(({ slo }) => slo).filter(({ sli }) => engineOf(sli) === engine);
  const found = service === null ? all : all.filter((slo) => slo.service === service);
  if (service !== null && found.length === 0)
    throw new DomainError(
      "not-found",
      `No SLO${engineNames().length < 2 ? "" : ` of the engine ${engine}`} belongs to ${service}.`,
      "GET /api/v1/slos lists them with their services.",
    );
  const slos = found.map((slo) => asWritten(slo, now, adrs));
  for (const slo of slos) {
    partOf(slo, termsOf(ruler));
    await setImmediate();
  }
  return slos;
}

const termsOf = (ruler: Ruler): RuleTerms => ({
  ruler,
  publicUrl: config().publicUrl,
  delaySeconds: config().delaySeconds,
});

function asWritten(slo: Slo, now: Date, adrs: AdrIndex): RuleSlo {
  const { id, name, service, tier, team, runbook, sli, edges } = slo;
  const { objective, threshold, window, decisionPath, decisionId } = targetInForce(slo.targets, now.getTime());
  const link = adrs.link(decisionPath, decisionId);
  return {
    ...{ id, name, service, tier, team, runbook, edges },
    ...asItsEngineHolds(sli),
    target: { objective, threshold, window },
    decision: link && { path: link.path, id: link.id, title: link.missing ? null : link.title },
  };
}

/** Final as late as its engine's minutes are, and narrowed to its labels: whoever loads the rules may hold others as well. */
function asItsEngineHolds(sli: Sli): Pick<RuleSlo, "sli" | "unnarrowed"> {
  const engine = engineNamed(engineOf(sli));
  if (!engine)
    return sli.engine === undefined ? { sli } : { sli, unnarrowed: noEngine(sli.engine).replace(/[.]$/, "") };
  const { delaySeconds, access } = engine;
  const narrowed = narrowedTo(sli, access.labels ?? {});
  if (delaySeconds === null || sli.timing?.delaySeconds !== undefined) return narrowed;
  return { ...narrowed, sli: { ...narrowed.sli, timing: { ...narrowed.sli.timing, delaySeconds } } as Sli };
}

/** What cannot have the labels is not counted either, and its page says why. */
function narrowedTo(sli: Sli, labels: EngineLabels): Pick<RuleSlo, "sli" | "unnarrowed"> {
  try {
    return { sli: sliWithLabels(sli, labels) };
  } catch (error) {
    if (error instanceof Unreadable) return { sli, unnarrowed: `its query ${error.message}` };
    throw error;
  }
}

const withTag = ({ text, slos }: { text: string; slos: Written[] }): RulesView => ({
  text,
  etag: createHash("sha256").update(text).digest("hex").slice(0, 32),
  slos,
});
