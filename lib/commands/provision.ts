import "server-only";
import { engineChoices } from "@/lib/engines";
import { readSloFolders } from "@/lib/gateways/slo-folder";
import { type DeclaredExclusion, EXCLUSIONS_ANNOTATION } from "@/lib/interop/declared-exclusions";
import { importDocuments } from "@/lib/interop/import";
import type { SloDefinition } from "@/lib/interop/openslo";
import { log } from "@/lib/log";
import { refusalOf } from "@/lib/slo/exclusion";
import { Sli } from "@/lib/slo/sli";
import { minuteAt } from "@/lib/slo/window";
import { type AuditAction, addAudit } from "@/lib/store/audit";
import { closeBreaches } from "@/lib/store/breaches";
import { atomically, type Database } from "@/lib/store/database";
import { addExclusion, endExclusion, exclusionsOf } from "@/lib/store/exclusions";
import { type Problem, replaceProblems } from "@/lib/store/problems";
import {
  activeSloById,
  activeSources,
  countsTheSame,
  IN_APP,
  type Slo,
  saveSli,
  saveSlo,
  sloById,
} from "@/lib/store/slos";
import { beginTarget, fileActor, followFile } from "./provision-target";
import { retireWhole } from "./retired-slo";

/**
 * Brings the SLOs in line with the files of SLO_DIR, whichever format they are in: adds, updates, follows a file's changed target, retires what no file
 * defines any more; what was made in the app stays. A file with a mistake changes nothing of what it defined before.
 * Returns what is wrong, which is also kept for every screen.
 */
export async function provision(
  db: Database,
  folders: readonly string[],
  now: Date,
  commitOf: CommitOf = async () => null,
): Promise<Problem[]> {
  const { files, problems: unread } = await readSloFolders(folders);
  const problems: Problem[] = unread.map((problem) => ({ ...problem, wayOut: "Mend SLO_DIR and start again." }));
  const defined = new Map<string, { source: string; definition: SloDefinition }>();
  const broken = new Set<string>();
  for (const { file, notes, slos } of importDocuments(files, engineChoices())) {
    for (const { outcome, line, field, message, file: place } of notes) {
      const told = field ? `${field} ${message}` : message;
      if (outcome === "approximated") log.info(`${place}:${line}: ${told}`);
      if (outcome !== "refused") continue;
      broken.add(file);
      problems.push({
        subject: `${place}:${line}`,
        message: told,
        wayOut: "Mend the file and start again; what it defined before stays in force.",
      });
    }
    for (const { definition } of slos) {
      const other = defined.get(definition.id);
      if (!other) defined.set(definition.id, { source: file, definition });
      else
        problems.push({
          subject: file,
          message: `${definition.id} is defined in ${other.source} already`,
          wayOut: "Give one of them another metadata.name.",
        });
    }
  }
  const commits = await commitsOf(defined.values(), commitOf);
  atomically(db, () => {
    const before = activeSources(db);
    for (const { source, definition } of defined.values()) {
      const other = madeOtherwise(db, definition);
      if (other !== null) {
        problems.push({
          subject: source,
          message: `${definition.id} was made in the app as ${other.name} and counts something else; that ${other.retired ? "is retired, and its ledger and targets stay under this id" : "stays in force"}`,
          wayOut: "Give the file another metadata.name, or make both count the same: then the file takes it over.",
        });
        continue;
      }
      const named = engineReadOver(db, definition);
      if (named !== null) {
        problems.push({
          subject: source,
          message: `${definition.id} is counted by the engine ${named}, and ENGINES_FILE is not set: its name is not read, and another engine's counts are others`,
          wayOut: `Set ENGINES_FILE and start again. Is ${named} no more, take its name out of the file first, while ENGINES_FILE is set.`,
        });
        continue;
      }
      save(db, source, definition, commits, now);
      problems.push(...saveExclusions(db, source, definition, now));
    }
    // Without a readable folder nothing is known to have gone.
    if (unread.length === 0)
      for (const { id, source } of before) {
        if (source === IN_APP || defined.has(id) || broken.has(source)) continue;
        const gone = sloById(db, id) ?? { id, name: id };
        retireWhole(db, fileActor(source), gone, `${source} does not define ${id} any more; its ledger stays.`, now);
      }
    replaceProblems(db, problems);
  });
  return problems;
}

/**
 * An SLO that was made in the app under the same id and counts something else, retired or not: its ledger and its targets are
 * not the file's. Where it counts the same, its document has moved to git: the file owns it from then on, and its ledger goes on.
 */
function madeOtherwise(db: Database, { id, sli }: SloDefinition): { name: string; retired: boolean } | null {
  const other = sloById(db, id);
  if (other === null || other.source !== IN_APP || countsTheSame(other.sli, sli)) return null;
  return { name: other.name, retired: activeSloById(db, id) === null };
}

/**
 * The engine that counts an SLO where no ENGINES_FILE is set, so that names of engines are read over: a variable that was lost
 * would begin a new ledger by the one engine, and close what is open. null where nothing is lost.
 */
function engineReadOver(db: Database, { id }: SloDefinition): string | null {
  return engineChoices().length > 0 ? null : (sloById(db, id)?.sli.engine ?? null);
}

function save(db: Database, source: string, definition: SloDefinition, commits: Commits, now: Date): void {
  const { id, name, service, tier, team, description, runbook, sli, decision, targetLocked: locked } = definition;
  const [decisionPath, decisionId] = [decision?.path ?? null, decision?.id ?? null];
  const target = { ...definition.target, decisionPath, decisionId };
  const before = sloById(db, id);
  const retired = before !== null && activeSloById(db, id) === null;
  const facts = { id, name, service, tier, team, description, runbook, source };
  saveSlo(db, { ...facts, document: null, fileTarget: target, targetLocked: locked }, now);
  if (saveSli(db, id, sli, now)) closeBreaches(db, id, minuteAt(now.getTime()), "the SLI's definition changed");
  const beginsAnew = retired && before.source === IN_APP;
  const file = { source, sli, target, locked, adrCommit: commits.get(decisionPath ?? "") ?? null, beginsAnew };
  if (before) {
    auditDefinition(db, before, retired, { ...facts, sli: Sli.parse(sli) }, now);
    followFile(db, before, file, now);
  } else {
    beginTarget(db, id, file, now);
    audit(db, source, "slo.made", id, `${source} defines ${name}.`, { target }, now);
  }
}

/** Tells of an SLO that comes back, or that is called or counted otherwise than before; of its target, what follows it tells. */
function auditDefinition(db: Database, was: Slo, retired: boolean, is: Defined, now: Date): void {
  const { id, name, source } = is;
  const detail = { before: told(was), after: told(is) };
  if (retired) audit(db, source, "slo.made", id, `${source} defines ${name} again, which was retired.`, detail, now);
  else if (JSON.stringify(detail.before) !== JSON.stringify(detail.after)) {
    const anew = countsTheSame(was.sli, is.sli) ? "" : ": it is counted anew";
    audit(db, source, "slo.changed", id, `${source} changed the definition of ${name}${anew}.`, detail, now);
  }
}

type Defined = Pick<Slo, "id" | "name" | "service" | "tier" | "team" | "description" | "runbook" | "source" | "sli">;

const told = ({ name, service, tier, team, description, runbook, source, sli }: Defined) => ({
  ...{ name, service, tier, team, description, runbook, source, sli },
});

function audit(
  db: Database,
  source: string,
  action: AuditAction,
  sloId: string,
  summary: string,
  detail: object,
  now: Date,
): void {
  addAudit(db, fileActor(source), { action, subjectKind: "slo", subjectId: sloId, summary, detail }, now);
}

/** The commit of each record that a definition names, by its path. */
async function commitsOf(definitions: Iterable<{ definition: SloDefinition }>, commitOf: CommitOf): Promise<Commits> {
  const paths = new Set([...definitions].flatMap(({ definition }) => definition.decision?.path ?? []));
  return new Map(await Promise.all([...paths].map(async (path) => [path, await commitOf(path)] as const)));
}

type Commits = ReadonlyMap<string, string | null>;
/** The commit that last changed a record; null where git does not know it. */
type CommitOf = (adrPath: string) => Promise<string | null>;

/**
 * Adds the exclusions that are new in the file and ends those that have left it; what was made in the app stays as it is.
 * Returns what cannot be added any more.
 */
function saveExclusions(
  db: Database,
  source: string,
  { id, name, exclusions, exclusionsLine }: SloDefinition,
  now: Date,
): Problem[] {
  const inForce = exclusionsOf(db, id).filter(({ endedAt }) => endedAt === null);
  const declared = new Set(exclusions.map(identityOf));
  for (const each of inForce)
    if (each.origin === "file" && !declared.has(identityOf(each))) {
      if (endExclusion(db, id, each.id, now.getTime()))
        audit(db, source, "exclusion.ended", id, `${source} ended an exclusion of ${name}: ${each.reason}`, each, now);
    }
  const known = new Set(inForce.map(identityOf));
  return exclusions.flatMap((exclusion, i): Problem[] => {
    if (known.has(identityOf(exclusion))) return [];
    known.add(identityOf(exclusion));
    const refusal = refusalOf({ ...exclusion, endedAt: null }, now);
    if (refusal === null) {
      addExclusion(db, { ...exclusion, sloId: id, origin: "file", author: source, createdAt: now.getTime() });
      audit(db, source, "exclusion.made", id, `${source} excludes from ${name}: ${exclusion.reason}`, exclusion, now);
    }
    return refusal === null
      ? []
      : [
          {
            subject: `${source}:${exclusionsLine}`,
            message: `metadata.annotations.${EXCLUSIONS_ANNOTATION}[${i}] is not added: ${refusal}`,
            wayOut: "Take it out of the file, or let it begin later; the SLO itself is in force.",
          },
        ];
  });
}

const identityOf = ({ fromAt, toAt, rrule, timeZone, reason }: DeclaredExclusion): string =>
  JSON.stringify([fromAt, toAt, rrule, timeZone, reason]);
