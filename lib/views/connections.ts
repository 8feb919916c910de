import "server-only";
import { mustAdminister, type Reader } from "@/lib/auth/actor";
import { delayOf, engines } from "@/lib/engines";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { eventsWaiting } from "@/lib/store/alert-events";
import { alertTargetOf } from "@/lib/store/alert-targets";
import { type Database, database } from "@/lib/store/database";
import { engineStates } from "@/lib/store/engine-state";
import { activeSlos } from "@/lib/store/slos";
import { type AlertReceiver, alertReceivers } from "./alert-receivers";
import { type EngineView, engineViewOf, slosByEngine } from "./engine-view";

export type EngineRow = EngineView & {
  /** Those that every query to it gets. */
  labels: Readonly<Record<string, string>>;
  /** A minute is final so long after its end where its SLO says nothing else, s. */
  delaySeconds: number;
};

export type ReceiverRow = Pick<AlertReceiver, "kind" | "name"> & {
  /** `refusing`: it answers, and refused for good what it was sent last. `waiting`: nothing was sent yet. */
  state: "taking" | "failing" | "refusing" | "waiting";
  /** When it last took something. ISO 8601 UTC; null: never. */
  takenAt: string | null;
  /** Since when it takes nothing. */
  failingSince: string | null;
  message: string | null;
  /** A webhook's: events that it has not taken yet; null for an Alertmanager, which is told what is open. */
  eventsWaiting: number | null;
};

/** Whom Plumbline asks, and whom it tells. Addresses without their paths and secrets. */
export type ConnectionsView = { now: string; engines: EngineRow[]; receivers: ReceiverRow[] };

/** From what the evaluator last heard of them: nobody is asked. @throws DomainError `not-signed-in` or `not-allowed` */
export function connectionsView(reader: Reader, now: Date): ConnectionsView {
  mustAdminister(reader);
  const db = database();
  const states = engineStates(db);
  const slos = slosByEngine(activeSlos(db));
  return {
    now: now.toISOString(),
    engines: engines().map((engine) => ({
      ...engineViewOf(engine, states.get(engine.name), slos.get(engine.name) ?? 0),
      labels: engine.access.labels ?? {},
      delaySeconds: delayOf(engine.name === DEFAULT_ENGINE ? {} : { engine: engine.name }),
    })),
    receivers: alertReceivers().map((receiver) => receiverRow(db, receiver)),
  };
}

function receiverRow(db: Database, { target, kind, name }: AlertReceiver): ReceiverRow {
  const known = alertTargetOf(db, target);
  const waits = kind === "webhook" ? eventsWaiting(db, known?.lastEventId ?? 0) : null;
  return {
    kind,
    name,
    state: stateOf(known),
    takenAt: instant(known?.takenAt ?? null),
    failingSince: instant(known?.failingSince ?? null),
    message: known?.error ?? null,
    eventsWaiting: waits,
  };
}

function stateOf(known: ReturnType<typeof alertTargetOf>): ReceiverRow["state"] {
  if (known === null) return "waiting";
  if (known.failingSince !== null) return "failing";
  if (known.error !== null) return "refusing";
  return known.takenAt === null ? "waiting" : "taking";
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
