import "server-only";
import { readSloFolders } from "@/lib/gateways/slo-folder";
import { readOpenSlo, type SloDefinition } from "@/lib/interop/openslo";
import { minuteAt } from "@/lib/slo/window";
import { closeBreaches } from "@/lib/store/breaches";
import { atomically, type Database } from "@/lib/store/database";
import { type Problem, replaceProblems } from "@/lib/store/problems";
import { activeSources, addTarget, retireSlo, saveSli, saveSlo, targetsOf } from "@/lib/store/slos";

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
    for (const { source, definition } of defined.values()) save(db, source, definition, now);
    // Without a readable folder nothing is known to have gone.
    if (unread.length === 0)
      for (const { id, source } of activeSources(db)) {
        if (defined.has(id) || broken.has(source)) continue;
        retireSlo(db, id, now);
        closeBreaches(db, id, minuteAt(now.getTime()), "the SLO was retired");
      }
    replaceProblems(db, problems);
  });
  return problems;
}

function save(db: Database, source: string, definition: SloDefinition, now: Date): void {
  const { id, name, service, tier, team, description, runbook, sli, target, decision } = definition;
  saveSlo(db, { id, name, service, tier, team, description, runbook, source }, now);
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
      author: source,
      reason: last ? "The file's target changed." : "First promise.",
    },
    now,
  );
}
