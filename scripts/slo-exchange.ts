import * as z from "zod";
import { countedWords, reportLines } from "../lib/interop/report-lines";

/** What its reader can mend, and how the command ends. */
export class Refusal extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

const Outcome = z.enum(["mapped", "approximated", "refused", "not-used"]);
const Note = z.object({
  outcome: Outcome,
  file: z.string(),
  line: z.number(),
  field: z.string().nullable(),
  message: z.string(),
});
const Report = z.object({
  applied: z.boolean(),
  made: z.array(z.string()),
  documents: z.array(
    z.object({
      ...{ n: z.number(), file: z.string(), line: z.number(), format: z.string(), kind: z.string() },
      ...{ name: z.string().nullable(), outcome: Outcome, notes: z.array(Note) },
      slos: z.array(z.looseObject({ id: z.string() })),
    }),
  ),
});
type Report = z.infer<typeof Report>;
const Problem = z.object({ detail: z.string(), wayOut: z.string().optional(), report: Report.optional() });
const Page = z.object({ items: z.array(z.object({ id: z.string() })), next: z.string().nullable() });

const PAGE = 500;
const TIMEOUT_MS = 120_000;

/** The documents of the SLOs, one after another. @throws Refusal */
export async function exportFrom(url: string, ids: readonly string[]): Promise<string> {
  const documents: string[] = [];
  for (const id of ids.length > 0 ? ids : await idsAt(url)) {
    const answer = await ask(url, `/api/v1/slos/${encodeURIComponent(id)}/openslo`);
    if (!answer.ok) throw new Refusal(await reasonOf(answer), 1);
    documents.push((await answer.text()).trimEnd());
  }
  if (documents.length === 0) throw new Refusal(`There is no SLO at ${url}`, 1);
  return `${documents.join("\n---\n")}\n`;
}

async function idsAt(url: string): Promise<string[]> {
  const ids: string[] = [];
  let after = "";
  while (true) {
    const answer = await ask(url, `/api/v1/slos?limit=${PAGE}${after ? `&after=${encodeURIComponent(after)}` : ""}`);
    if (!answer.ok) throw new Refusal(await reasonOf(answer), 1);
    const { items, next } = Page.parse(await answer.json());
    ids.push(...items.map(({ id }) => id));
    if (next === null) return ids;
    after = next;
  }
}

type Terms = { reason: string | null; dryRun: boolean; skipRefused: boolean };

/** Imports into the Plumbline there, or tells what would be. `failed`: something was refused. @throws Refusal */
export async function importInto(
  url: string,
  files: readonly { name: string; text: string }[],
  { reason, dryRun, skipRefused }: Terms,
): Promise<{ text: string; report: Report; failed: boolean }> {
  const body = { files, ...(reason === null ? {} : { reason }) };
  const tried = await post(url, "/api/v1/slos/import", body);
  const isRefused = tried.documents.some(({ outcome }) => outcome === "refused");
  const documents = tried.documents.flatMap(({ n, outcome }) => (outcome === "refused" ? [] : [n]));
  if (dryRun || (isRefused && !skipRefused) || documents.length === 0)
    return { text: textOf(tried), report: tried, failed: isRefused };
  const report = await post(url, "/api/v1/slos/import?apply=true", isRefused ? { ...body, documents } : body);
  return { text: textOf(report), report, failed: isRefused || !report.applied };
}

function textOf({ documents, made, applied }: Report): string {
  const done = applied ? made.map((id) => `made ${id}`) : ["Nothing was made."];
  return [...reportLines(documents), ...done, countedWords(documents)].join("\n");
}

/** A refusal by the engine comes with the report, like any other. */
async function post(url: string, path: string, body: object): Promise<Report> {
  const answer = await ask(url, path, body);
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok) return Report.parse(said);
  const { report } = Problem.safeParse(said).data ?? {};
  if (report) return report;
  throw new Refusal(wordsOf(answer, said), 1);
}

/** Asks with the token that there is; with a body, posts it. @throws Refusal where nobody answers */
export async function ask(url: string, path: string, body?: object): Promise<Response> {
  const token = process.env.PLUMBLINE_TOKEN;
  const at = new URL(path.slice(1), url.endsWith("/") ? url : `${url}/`);
  try {
    return await fetch(at, {
      method: body ? "POST" : "GET",
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const { cause, message } = error as Error;
    throw new Refusal(`${url} does not answer: ${cause instanceof Error ? cause.message : message}`, 2);
  }
}

export const reasonOf = async (answer: Response): Promise<string> =>
  wordsOf(answer, await answer.json().catch(() => null));

function wordsOf(answer: Response, said: unknown): string {
  const { detail, wayOut } = Problem.safeParse(said).data ?? {};
  const isUnknown = answer.status === 401 || (answer.status === 403 && !process.env.PLUMBLINE_TOKEN);
  const hint = isUnknown ? " PLUMBLINE_TOKEN holds the token." : "";
  return detail ? `${detail}${wayOut ? ` ${wayOut}` : ""}${hint}` : `${answer.url} answers ${answer.status}.${hint}`;
}
