import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDatabase } from "../../db/client";
import * as tables from "../../db/people";
import * as schema from "../../db/schema";
import type { Payload } from "./xss-payloads";

const TO_A_RECORD = 250;
const SLOS = 40;
const PER_SLO = 12;

/** A payload behind a mark of its own, by which it is found where it is shown: `n17:` for the 17th as a name. */
const marked = (mark: string, { id, text }: Payload): string => `${mark}${id}: ${text}`;
/** JSON is YAML, and hides nothing from its reader. */
const quoted = (text: string): string => JSON.stringify(text);
/** As much of a payload as a file may be called. */
const asFileName = (text: string): string =>
  Buffer.from(text.replaceAll("/", "\u2215").replaceAll("\0", ""))
    .subarray(0, 180)
    .toString("utf8")
    .replace(/\ufffd$/, "");

/** Writes the folders of SLOs and ADRs, with a payload in every text that a file may hold; answers the paths of the ADRs. */
export function writeFiles(folder: string, all: readonly Payload[]): string[] {
  for (const name of ["slos", "adr"]) mkdirSync(join(folder, name), { recursive: true });
  const take = taker(all);
  const records: string[] = [];
  const record = (name: string, text: string): void => {
    writeFileSync(join(folder, "adr", name), text);
    records.push(`adr/${name}`);
  };
  for (let i = 0; i < all.length; i += TO_A_RECORD)
    record(`${String(i / TO_A_RECORD + 1).padStart(4, "0")}-record.md`, recordOf(all.slice(i, i + TO_A_RECORD), take));
  for (const payload of take(40))
    record(`0900-${marked("f", payload).replace(/[:].*/, "")}-${asFileName(payload.text)}.md`, "Text.\n");
  for (let i = 0; i < SLOS; i++) writeFileSync(join(folder, "slos", `slo-${i}.yaml`), sloOf(i, take));
  // What is wrong with a file is told on every page, with its name and what it holds.
  for (const payload of take(60))
    writeFileSync(
      join(folder, "slos", `${asFileName(marked("f", payload))}.yaml`),
      `${quoted(marked("k", payload))}: [\napiVersion: openslo/v1`,
    );
  return records;
}

/** Payloads in turn, so that every one of them gets into several kinds of text. */
function taker(all: readonly Payload[]): (count: number) => Payload[] {
  let next = 0;
  return (count) => Array.from({ length: count }, () => all[next++ % all.length] as Payload);
}

function recordOf(body: readonly Payload[], take: (count: number) => Payload[]): string {
  const decisions = take(60).map(
    (payload, i) => `  d${i}: { title: ${quoted(marked("t", payload))}, status: ${quoted(payload.text)} }`,
  );
  const targets = take(SLOS).map(
    (payload, i) =>
      `  t${i}: { decision: d${i}, slo: slo-${i}, statement: ${quoted(marked("m", payload))}, objective: 0.9, window: 28d }`,
  );
  const [title, maker, tag] = take(3);
  const sections = take(60).map((payload, i) => `### D${i}: ${marked("h", payload).replaceAll("\n", " ")}\n\nText.\n`);
  // An item's end closes whatever a payload opened.
  const items = body.map((payload) => `- ${marked("b", payload).replaceAll("\n", "\n  ")}\n`);
  return `---
title: ${quoted(title ? marked("t", title) : "")}
status: accepted
decision-makers: [${quoted(maker?.text ?? "")}]
tags: [${quoted(tag?.text ?? "")}]
confidence: ${quoted(tag?.text ?? "")}
review: { due: 2020-01-01, owner: ${quoted(maker?.text ?? "")} }
decisions:
${decisions.join("\n")}
targets:
${targets.join("\n")}
---

## Body

${items.join("\n")}

${sections.join("\n")}
`;
}

/** A template that nobody filled in is refused where a name is read. */
const filledIn = (text: string): string => text.replaceAll("{{", "{ {").replaceAll("${", "$ {");

function sloOf(i: number, take: (count: number) => Payload[]): string {
  const [name, service, tier, team, runbook, reason] = take(6).map((payload) => marked("n", payload));
  const description = take(PER_SLO)
    .map((payload) => marked("s", payload))
    .join(" ");
  const links = [`https://x.example/${runbook}`, `https://x.example/"'><img src=x onerror=${runbook}>`];
  const exclusions = `- { from: ${new Date(Date.now() - 7_200_000).toISOString()}, to: ${new Date().toISOString()}, reason: ${quoted(reason ?? "")} }`;
  return `apiVersion: openslo/v1
kind: SLO
metadata:
  name: slo-${i}
  displayName: ${quoted(filledIn(name ?? ""))}
  labels: { tier: ${quoted(tier ?? "")}, team: ${quoted(team ?? "")} }
  annotations:
    plumbline.dev/decision: adr/0001-record.md#d${i}
    plumbline.dev/runbook: ${quoted(links[i % 2] ?? "")}
    plumbline.dev/exclusions: ${quoted(exclusions)}
spec:
  description: ${quoted(description)}
  service: ${quoted(filledIn(service ?? ""))}
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: ${quoted(`errors_total{x=${quoted("<img src=x onerror=__xss(0)>")}}`)} } } }
        total: { metricSource: { type: Prometheus, spec: { query: requests_total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;
}

/** Fills what only people write (reasons, their names, tokens, proposals, the audit log); answers an admin's bearer token. */
export function fillDatabase(dataDir: string, all: readonly Payload[]): string {
  const db = openDatabase(join(dataDir, "plumbline.db"), resolve("db/migrations"));
  const take = taker([...all].reverse());
  const now = Date.now();
  const at = new Date(now);
  const terms = {
    objective: 0.9,
    threshold: null,
    window: "28d",
    decisionPath: "adr/0001-record.md",
    decisionId: "d1",
  };
  const secret = randomBytes(32).toString("base64url");
  try {
    db.transaction(() => {
      for (const [i, payload] of take(120).entries()) {
        const [sloId, reason, author] = [`slo-${i % 6}`, marked("r", payload), marked("r", payload)];
        const version = 2 + Math.floor(i / 6);
        const versionOf = { sloId, version, inForceFrom: now - 86_400_000 + i * 60_000, createdAt: now };
        db.insert(schema.targetVersions)
          .values({ ...terms, ...versionOf, reason, author })
          .run();
        const proposal = {
          ...terms,
          sloId,
          reason,
          author,
          origin: "person",
          state: "open",
          baseVersion: 1,
          createdAt: now,
        };
        db.insert(schema.proposals).values(proposal).run();
      }
      for (const [i, payload] of take(120).entries()) {
        const [id, name] = [`person-${i}`, marked("u", payload)];
        const person = {
          id,
          name,
          email: `${id}@x.example`,
          createdAt: at,
          updatedAt: at,
          role: "admin",
          services: [payload.text],
        };
        db.insert(tables.people)
          .values({ ...person, services: i === 0 ? null : person.services })
          .run();
        const hash = createHash("sha256")
          .update(i === 0 ? secret : id)
          .digest("hex");
        const token = { id: `token-${i}`, name, prefix: payload.text.slice(0, 8), hash, personId: id, role: "admin" };
        db.insert(tables.apiTokens)
          .values({ ...token, services: null, createdAt: now, expiresAt: now + 86_400_000 })
          .run();
        const actor = { actorKind: "person", actorId: id, actorName: name, ip: payload.text };
        const subject = {
          action: "target.changed",
          subjectKind: "slo",
          subjectId: payload.text,
          summary: marked("a", payload),
        };
        db.insert(tables.audit)
          .values({ at: now, ...actor, ...subject, detail: { before: payload.text } })
          .run();
      }
      const minute = Math.floor(now / 60_000) - 60;
      db.insert(schema.breaches)
        .values({
          sloId: "slo-1",
          kind: "slow-burn",
          origin: "live",
          openedMinute: minute,
          badEvents: 1,
          totalEvents: 9,
          worst: 9,
          targetVersion: 1,
          decisionPath: "adr/0001-record.md",
          decisionId: "d1",
        })
        .run();
    });
    return secret;
  } finally {
    db.$client.close();
  }
}
