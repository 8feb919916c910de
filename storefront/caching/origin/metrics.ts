import { Counter, Histogram, Registry } from "prom-client";
import { LATENCY_EDGES } from "../../latency";
import { type Cell, labelsOf } from "../cell";
import { histogram } from "../load/histogram";
import type { Situation } from "./situation";

export type OriginMetrics = ReturnType<typeof originMetrics>;

/** What one origin process counts, under the labels of the cell that is measured. */
export function originMetrics(cell: Cell) {
  const registry = new Registry();
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });

  const lookups = counter("caching_lookups_total", "Look-ups in a level of the origin's caches", ["level", "result"]);
  const database = counter("caching_database_statements_total", "Statements sent to PostgreSQL", ["kind"]);
  const requests = counter("caching_origin_requests_total", "Requests that reached an origin process", ["route"]);
  const bytes = counter("caching_origin_bytes_total", "Bytes of bodies that left an origin process", []);
  const writes = counter("caching_writes_total", "Writes that were acknowledged", []);
  const refreshes = counter("caching_refreshes_total", "Entries that were loaded anew behind a reader's back", []);
  const unannounced = counter("caching_unannounced_total", "Changes that a peer or the edge was not told of", ["who"]);
  const duration = new Histogram({
    name: "caching_origin_request_duration_seconds",
    help: "Time from a request's arrival at the origin to the end of its answer",
    labelNames: ["route"],
    buckets: LATENCY_EDGES,
    registers: [registry],
  });

  /** Of product pages: finer than a scraped histogram may be. */
  let productPages = histogram();

  /** Counts begin at zero, under the scenario's name. */
  function beginAnew(scenario: Situation["scenario"]): void {
    registry.resetMetrics();
    registry.setDefaultLabels(labelsOf({ ...cell, scenario }));
    productPages = histogram();
    // A series that appears with its first event loses that event to every rate: so all begin at zero.
    for (const level of ["l1", "shared"]) for (const result of ["hit", "miss"]) lookups.inc({ level, result }, 0);
    for (const kind of ["read", "write"]) database.inc({ kind }, 0);
    for (const who of ["peer", "edge"]) unannounced.inc({ who }, 0);
    for (const one of [bytes, writes, refreshes]) one.inc(0);
  }
  beginAnew(cell.scenario);
  return {
    ...{ registry, lookups, database, requests, bytes, writes, refreshes, unannounced, duration, beginAnew },
    tookProductPage: (ms: number) => productPages.add(ms),
    productPages: () => productPages.counts(),
  };
}
