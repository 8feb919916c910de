import "server-only";
import { publicKind, type Sli } from "@/lib/slo/sli";
import { isSameTarget, type Target } from "@/lib/slo/target-change";
import { targetInForce } from "@/lib/slo/target-history";
import { type AuditActor, addAudit } from "@/lib/store/audit";
import type { Database } from "@/lib/store/database";
import { addProposal, closeProposal, openProposalsOf } from "@/lib/store/proposals";
import { addTarget, IN_APP, type Slo } from "@/lib/store/slos";
import { cancelTarget, targetState } from "@/lib/store/targets";
import { saveTarget } from "./editable-target";

/** What a file promises of one SLO, as it was read now. */
export type FromFile = {
  source: string;
  sli: Sli;
  target: Target;
  locked: boolean;
  /** The commit that last changed the decision's ADR. */
  adrCommit: string | null;
  /** The SLO was made in the app and is retired: nothing that was promised of it there goes on. */
  beginsAnew: boolean;
};

export const fileActor = (source: string): AuditActor => ({ kind: "file", id: null, name: source, ip: null });

const LOCKED = "The file locks its target.";
const ANEW = "It was retired in the app, and the file begins it anew.";

/** The first version of an SLO that was not known. */
export function beginTarget(db: Database, sloId: string, { source, target, adrCommit }: FromFile, now: Date): void {
  const begun = { version: 1, inForceFrom: now.getTime(), adrCommit, asDrift: false, author: source };
  addTarget(db, sloId, { ...target, ...begun, reason: "First promise." }, now);
}

/**
 * Brings the target of an SLO in line with its file: a changed one is a new version where the app holds what the file said
 * before; on top of an edit it waits as a proposal (arithmetic.md 20). A file that locks its target has the last word.
 */
export function followFile(db: Database, before: Slo, file: FromFile, now: Date): void {
  const held = targetInForce(before.targets, now.getTime());
  const ahead = before.targets.filter(({ inForceFrom }) => inForceFrom > now.getTime());
  // What was promised of another kind of SLI means nothing for this one.
  const lastWord = file.locked
    ? LOCKED
    : file.beginsAnew
      ? ANEW
      : publicKind(before.sli) === publicKind(file.sli)
        ? null
        : "The SLI is of another kind.";
  if (lastWord !== null) {
    for (const { version } of ahead) cancel(db, before, version, file, now, lastWord);
    if (!isSameTarget(held, file.target)) begin(db, before, file, now, lastWord);
    closeProposals(db, before, fileActor(file.source), lastWord, now);
    return;
  }
  if (isSameTarget(held, file.target)) {
    withdraw(db, before, file, "The file says what is in force.", now);
    return;
  }
  // Without one that was stored, the file's last word is what holds, unless the SLO was made in the app.
  const said = before.fileTarget ?? (before.source === IN_APP ? null : held);
  if (said && isSameTarget(said, file.target)) return;
  withdraw(db, before, file, "The file's target changed again.", now);
  if (said && [held, ...ahead].every((version) => isSameTarget(version, said)))
    begin(db, before, file, now, "The file's target changed.");
  else propose(db, before, file, now);
}

function begin(db: Database, slo: Slo, { source, target, adrCommit }: FromFile, now: Date, reason: string): void {
  const state = targetState(db, slo.id);
  const inForceFrom = Math.max(now.getTime(), state.heldFrom);
  const before = targetInForce(slo.targets, inForceFrom);
  const decided = { ...target, inForceFrom, reason, asDrift: false };
  saveTarget(db, fileActor(source), slo, { state, target: decided, before, adrCommit }, now);
}

function cancel(db: Database, slo: Slo, version: number, { source }: FromFile, now: Date, reason: string): void {
  cancelTarget(db, slo.id, version, { author: source, reason }, now);
  const summary = `${source} cancelled version ${version} of the target of ${slo.name} before it held: ${reason}`;
  const detail = { version, reason };
  addAudit(
    db,
    fileActor(source),
    { action: "target.cancelled", subjectKind: "slo", subjectId: slo.id, summary, detail },
    now,
  );
}

function propose(db: Database, slo: Slo, { source, target }: FromFile, now: Date): void {
  const id = addProposal(db, {
    ...target,
    sloId: slo.id,
    origin: "file",
    inForceFrom: null,
    reason: "The file's target changed beneath an edit in the app.",
    baseVersion: targetState(db, slo.id).versions,
    author: source,
    authorId: null,
    createdAt: now.getTime(),
  });
  const summary = `${source} proposes another target for ${slo.name}: it was changed in the app since.`;
  addAudit(
    db,
    fileActor(source),
    {
      action: "proposal.made",
      subjectKind: "proposal",
      subjectId: String(id),
      summary,
      detail: { slo: slo.id, ...target },
    },
    now,
  );
}

/** Declines what people proposed and withdraws what the file did. */
export function closeProposals(db: Database, slo: Named, by: AuditActor, reason: string, now: Date): void {
  for (const { id, origin } of openProposalsOf(db, slo.id))
    close(db, slo, id, origin === "file" ? "withdrawn" : "declined", by, reason, now);
}

type Named = Pick<Slo, "id" | "name">;

/** At most one of a file is open. */
function withdraw(db: Database, slo: Slo, file: FromFile, reason: string, now: Date): void {
  for (const { id, origin } of openProposalsOf(db, slo.id))
    if (origin === "file") close(db, slo, id, "withdrawn", fileActor(file.source), reason, now);
}

function close(
  db: Database,
  slo: Named,
  id: number,
  state: "withdrawn" | "declined",
  by: AuditActor,
  reason: string,
  now: Date,
): void {
  closeProposal(db, id, { state, by: by.name, reason }, now);
  const summary = `${by.name} ${state === "declined" ? "declined" : "withdrew"} a proposal for ${slo.name}: ${reason}`;
  const subject = { subjectKind: "proposal", subjectId: String(id), detail: { slo: slo.id, reason } } as const;
  addAudit(db, by, { action: `proposal.${state}`, summary, ...subject }, now);
}
