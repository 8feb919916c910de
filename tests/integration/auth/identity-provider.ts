import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

export type Claims = { name?: string; email?: string; email_verified?: boolean; groups?: string[] };
export type IdentityProvider = { issuer: string; claims: Map<string, Claims>; stop(): Promise<void> };

const CLIENT = { client_id: "plumbline", client_secret: "the provider and plumbline know it" };

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The environment of an app that trusts the provider. */
export const trusting = (port: number, publicUrl: string): Record<string, string> => ({
  PUBLIC_URL: publicUrl,
  OIDC_ISSUER: `http://127.0.0.1:${port}`,
  OIDC_CLIENT_ID: CLIENT.client_id,
  OIDC_CLIENT_SECRET: CLIENT.client_secret,
  OIDC_NAME: "Example ID",
});

/** A real provider on loopback, which insists on PKCE and lets everybody in under the name that they give. */
export async function startProvider(port: number, publicUrl: string): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${port}`;
  const claims = new Map<string, Claims>();
  const configuration: Configuration = {
    clients: [{ ...CLIENT, redirect_uris: [`${publicUrl}/api/auth/callback/oidc`] }],
    claims: { openid: ["sub"], profile: ["name", "groups"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ["of the test"] },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: async () => ({ sub: accountId, ...claims.get(accountId) }),
    }),
  };
  const server = createServer(new Provider(issuer, configuration).callback());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    issuer,
    claims,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Goes through the provider's pages as a browser would, and answers the address that it leads back to. */
export async function throughProvider(start: string, subject: string, publicUrl: string): Promise<string> {
  const jar = new Map<string, string>();
  let address = start;
  for (let step = 0; step < 20; step++) {
    if (address.startsWith(`${publicUrl}/`)) return address;
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const form = address.includes("/interaction/") ? await formAt(address, cookie, subject) : null;
    const answer = await fetch(form?.action ?? address, {
      redirect: "manual",
      headers: { cookie },
      ...(form ? { method: "POST", body: form.fields } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const next = answer.headers.get("location");
    if (next === null) throw new Error(`${address} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    address = new URL(next, address).href;
  }
  throw new Error("the provider led nowhere");
}

async function formAt(address: string, cookie: string, subject: string) {
  const html = await (await fetch(address, { headers: { cookie } })).text();
  const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
  const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1];
  if (!action || !prompt) throw new Error(`no form at ${address}: ${html.slice(0, 500)}`);
  return {
    action: new URL(action, address).href,
    fields: new URLSearchParams({ prompt, ...(prompt === "login" ? { login: subject, password: "any" } : {}) }),
  };
}
