/** What the server said against a request: a problem document, or that there was no answer. */
export type Problem = {
  /** 0: no answer. */
  status: number;
  detail: string;
  wayOut?: string;
  issues?: { field: string; message: string }[];
  [more: string]: unknown;
};

export class RequestRefused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "RequestRefused";
    this.problem = problem;
  }
}

/** Sends JSON to our own API and answers what it says; `signal`: where it is given up. @throws RequestRefused */
export async function send<Answer>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal: AbortSignal | null = null,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { accept: "application/json", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    return null;
  });
  if (response === null)
    throw new RequestRefused({
      status: 0,
      detail: "The server did not answer.",
      wayOut: "What is typed here is kept; try again in a moment.",
    });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Answer;
  const said = typeof answer === "object" && answer !== null ? answer : {};
  throw new RequestRefused({ detail: `The server answered ${response.status}.`, ...said, status: response.status });
}

export const problemIn = (error: Error | null): Problem | null =>
  error === null ? null : error instanceof RequestRefused ? error.problem : { status: 0, detail: error.message };
