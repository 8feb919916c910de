import "server-only";
import { readSloFolders } from "@/lib/gateways/slo-folder";
import { type DeclaredExclusion, EXCLUSIONS_ANNOTATION } from "@/lib/interop/declared-exclusions";
import { readOpenSlo, type SloDefinition } from "@/lib/interop/openslo";
import { refusalOf } from "@/lib/slo/exclusion";
import { minuteAt } from "@/lib/slo/window";
import { closeBreaches } from "@/lib/store/breaches";
import { atomically, type Database } from "@/lib/store/database";
import { addExclusion, endExclusion, exclusionsOf } from "@/lib/store/exclusions";
import { type Problem, replaceProblems } from "@/lib/store/problems";
import {
  activeSources,
  addTarget,
  countsTheSame,
  IN_APP,
  isActive,
  retireSlo,
  saveSli,
  saveSlo,
  sloById,
  targetsOf,
} from "@/lib/store/slos";

/**
 * Brings the SLOs in line with the files of SLO_DIR: adds, updates, begins a new target version where the file's target
 * changed, retires what no file defines any more. A file with a mistake changes nothing of what it defined before.
 * Returns what is wrong, which is also kept for every screen.
 */
export async function provision(db: Database, folders: readonly string[], now: Date): Promise<Problem[]> {
  const { files, problems: unread } = await readSloFolders(folders);
  const problems: Problem[] = unread.map((problem) => ({ ...problem, wayOut: "Mend SLO_DIR and start again." }));
  const defined = new Map<string, { source: string; definition: SloDefinition }>();
  const broken = new Set<string>();
  for (const file of files) {
    const { definitions, problems: mistakes } = readOpenSlo(file.text);
    for (const { message, line, field } of mistakes) {
      broken.add(file.name);
      problems.push({
        subject: `${file.name}:${line}`,
        message: field ? `${field} ${message}` : message,
        wayOut: "Mend the file and start again; what it defined before stays in force.",
      });
    }
    for (const definition of definitions) {
      const other = defined.get(definition.id);
      if (!other) defined.set(definition.id, { source: file.name, definition });
      else
        problems.push({
          subject: file.name,
          message: `${definition.id} is defined in ${other.source} already`,
          wayOut: "Give one of them another metadata.name.",
        });
    }
  }
  atomically(db, () => {
    const before = activeSources(db);
    const sourceBefore = new Map(before.map(({ id, source }) => [id, source]));
    for (const { source, definition } of defined.values()) {
      const other = madeOtherwise(db, definition);
      if (other !== null) {
        problems.push({
          subject: source,
          message: `${definition.id} was made in the app as ${other} and counts something else; that stays in force`,
          wayOut: "Give the file another metadata.name, or make both count the same: then the file takes it over.",
        });
        continue;
      }
      save(db, source, definition, now);
      problems.push(...saveExclusions(db, source, sourceBefore.get(definition.id) ?? source, definition, now));
    }
    // Without a readable folder nothing is known to have gone.
    if (unread.length === 0)
      for (const { id, source } of before) {
        if (defined.has(id) || broken.has(source) || source === IN_APP) continue;
        retireSlo(db, id, now);
        closeBreaches(db, id, minuteAt(now.getTime()), "the SLO was retired");
      }
    replaceProblems(db, problems);
  });
  return problems;
}

/**
 * The name of an SLO that was made in the app under the same id and counts something else. Where it counts the same, its
 * document has moved to git: the file owns it from then on, and its ledger goes on.
 */
function madeOtherwise(db: Database, { id, sli }: SloDefinition): string | null {
  const other = isActive(db, id) ? sloById(db, id) : null;
  return other && other.source === IN_APP && !countsTheSame(other.sli, sli) ? other.name : null;
}

function save(db: Database, source: string, definition: SloDefinition, now: Date): void {
  const { id, name, service, tier, team, description, runbook, sli, target, decision } = definition;
  saveSlo(db, { id, name, service, tier, team, description, runbook, source, document: null }, now);
  if (saveSli(db, id, sli, now)) closeBreaches(db, id, minuteAt(now.getTime()), "the SLI's definition changed");
  const last = targetsOf(db, id).at(-1);
  const unchanged =
    last &&
    last.objective === target.objective &&
    last.threshold === target.threshold &&
    last.window === target.window &&
    last.decisionPath === (decision?.path ?? null) &&
    last.decisionId === (decision?.id ?? null);
  if (unchanged) return;
  addTarget(
    db,
    id,
    {
      version: (last?.version ?? 0) + 1,
      ...target,
      inForceFrom: now.getTime(),
      decisionPath: decision?.path ?? null,
      decisionId: decision?.id ?? null,
      adrCommit: null,
      asDrift: false,
      author: source,
      reason: last ? "The file's target changed." : "First promise.",
    },
    now,
  );
}

/**
 * Adds the exclusions that are new in the file and ends those that have left it; what was made in the app stays as it is.
 * Returns what cannot be added any more.
 */
function saveExclusions(
  db: Database,
  source: string,
  sourceBefore: string,
  { id, exclusions, exclusionsLine }: SloDefinition,
  now: Date,
): Problem[] {
  const inForce = exclusionsOf(db, id).filter(({ endedAt }) => endedAt === null);
  const declared = new Set(exclusions.map(identityOf));
  for (const each of inForce)
    if ((each.author === source || each.author === sourceBefore) && !declared.has(identityOf(each)))
      endExclusion(db, id, each.id, now.getTime());
  const known = new Set(inForce.map(identityOf));
  return exclusions.flatMap((exclusion, i): Problem[] => {
    if (known.has(identityOf(exclusion))) return [];
    known.add(identityOf(exclusion));
    const refusal = refusalOf({ ...exclusion, endedAt: null }, now);
    if (refusal === null) addExclusion(db, { ...exclusion, sloId: id, author: source, createdAt: now.getTime() });
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
