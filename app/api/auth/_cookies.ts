/** Answers with the cookies that the act hands out; they are none of the body's business. */
export async function withCookies(answer: (keep: (cookies: string[]) => void) => Promise<Response>): Promise<Response> {
  const kept: string[] = [];
  const response = await answer((cookies) => void kept.push(...cookies));
  for (const cookie of kept) response.headers.append("set-cookie", cookie);
  return response;
}
