type Handler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/** What a test says and hears over HTTP: `next/headers` is mocked to answer `given`. */
export type Call = { by?: string | null; ifMatch?: string | null; body?: unknown; query?: string };
export type Answer = { status: number; etag: string | null; body: Record<string, unknown> & { issues?: unknown } };

let given = new Headers();
export const headersGiven = (): Headers => given;

export async function call<Params>(
  handler: Handler<Params>,
  method: "GET" | "PUT" | "POST" | "DELETE",
  params: Params,
  { by = null, ifMatch = null, body, query = "" }: Call = {},
): Promise<Answer> {
  given = new Headers({
    ...(by === null ? { origin: "http://localhost", host: "localhost" } : { authorization: `Bearer ${by}` }),
    ...(ifMatch === null ? {} : { "if-match": ifMatch }),
    ...(method === "GET" ? {} : { "content-type": "application/json" }),
  });
  const request = new Request(`http://localhost/${query}`, {
    method,
    headers: given,
    ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, etag: response.headers.get("etag"), body: await response.json() };
}
