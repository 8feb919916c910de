/** One generated record in one of the shapes of real folders, and what a person reads of it. */
export type Shaped = { name: string; text: string; title: string; status: string };

const WORDS = ["cache", "queue", "gateway", "ledger", "index", "session", "image", "price", "search", "basket"];
const VERBS = ["Use", "Split", "Move", "Keep", "Drop", "Add"];
const PLAIN = ["accepted", "proposed", "rejected", "deprecated", "draft"];
const TEXT = `${"Why it was decided, what else was looked at, and what follows from it. ".repeat(12)}\n`;

const BODY = `\n## Context\n\n${TEXT}\n## Decision\n\n${TEXT}\n## Consequences\n\n- ${TEXT}`;

type Facts = { n: number; title: string; status: string; date: string };
/** Shapes by their share in public folders: front matter, a heading, bullets, a table, none. */
const SHAPES: ((facts: Facts) => string)[] = [
  ({ title, status, date }) => `---\nstatus: ${status}\ndate: ${date}\n---\n\n# ${title}\n${BODY}`,
  ({ title, status, date }) => `---\nstatus: "${status}"\ndate: ${date}\ndeciders: [a, b]\n---\n\n# ${title}\n${BODY}`,
  ({ n, title, status, date }) => `# ${n}. ${title}\n\nDate: ${date}\n\n## Status\n\n${capital(status)}\n${BODY}`,
  ({ n, title, status, date }) => `# ADR-${n}: ${title}\n\n## Status\n\n✅ ${capital(status)} (${date})\n${BODY}`,
  ({ title, status, date }) => `# ${title}\n\n- Status: ${status}\n- Date: ${date}\n${BODY}`,
  ({ title, status, date }) => `# ${title}\n\n**Status:** ${capital(status)}\n\n**Date:** ${date}\n${BODY}`,
  ({ title, status, date }) =>
    `# ${title}\n\n| Field | Value |\n| --- | --- |\n| Status | ${capital(status)} |\n| Date | ${date} |\n${BODY}`,
  ({ title, date, status }) => `# ${title}\n\nDate: ${date}\n${BODY}\n## Status\n\n${capital(status)}\n`,
];

/** The n-th record of a folder. Every tenth is superseded by the one after it; every ninth states no status. */
export function shapedRecord(n: number): Shaped {
  const title = `${VERBS[n % VERBS.length]} the ${WORDS[n % WORDS.length]} of part ${n}`;
  const date = `20${18 + (n % 8)}-0${1 + (n % 9)}-1${n % 10}`;
  const name = nameOf(n);
  if (n % 9 === 8) return { name, text: `# ${title}\n\nDate: ${date}\n${BODY}`, title, status: "not-stated" };
  const plain = PLAIN[n % PLAIN.length] ?? "accepted";
  const isSuperseded = n % 10 === 7;
  const status = isSuperseded ? `superseded by [${n + 1}](${nameOf(n + 1)})` : plain;
  const shape = isSuperseded ? SHAPES[n % 20 === 7 ? 2 : 4] : SHAPES[n % SHAPES.length];
  return { name, text: shape?.({ n, title, status, date }) ?? "", title, status: isSuperseded ? "superseded" : plain };
}

function nameOf(n: number): string {
  return `${String(n).padStart(4, "0")}-${VERBS[n % VERBS.length]}-${WORDS[n % WORDS.length]}-${n}.md`.toLowerCase();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
