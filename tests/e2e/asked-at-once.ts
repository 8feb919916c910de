import { setTimeout as pause } from "node:timers/promises";
import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";

/** `meanwhile`: other requests that were answered; `lag`: the longest that the server's own thread was held up, s. */
type Asked = { answers: APIResponse[]; meanwhile: number; lag: number };

/** Asks for records all at once, and for something plain one after the other for as long as that takes. */
export async function askedAtOnce(request: APIRequestContext, url: string, names: string[]): Promise<Asked> {
  /** Since the last time that this was asked; s. */
  const longestLag = async (): Promise<number> => {
    const text = await (await request.get(`${url}/metrics`)).text();
    return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]);
  };
  await longestLag();
  let open = names.length;
  const answers = names.map(async (name) => {
    const answer = await request.get(`${url}/api/screens/decisions/docs/adr/${name}`);
    open--;
    return answer;
  });
  let meanwhile = 0;
  while (open > 0) {
    expect((await request.get(`${url}/api/v1/decisions?q=edge`)).status()).toBe(200);
    if (open > 0) meanwhile++;
    // As somebody reads; without it the questions would be what holds the server up.
    await pause(20);
  }
  return { answers: await Promise.all(answers), meanwhile, lag: await longestLag() };
}
