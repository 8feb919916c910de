import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import { noteClientAddress } from "./auth/client-address";
import { config } from "./config";
import { securityHeaders } from "./security-headers";

const ROUTER_STATE = "next-router-state-tree";

type Started = { request: IncomingMessage; response: ServerResponse; socket: Socket };

/** For answers that Next gives before proxy.ts is asked, such as redirects of a trailing slash; proxy.ts overwrites it. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Begins to note of every request where it comes from, and to give its answer the headers of all answers, before Next sees it:
 * Next keeps a caller's X-Forwarded-For as it is, answers some requests without asking proxy.ts, and fails where it cannot read
 * the state of a browser's router, which it can do without.
 */
export function watchEveryRequest(): void {
  const { trustedProxies, publicUrl } = config();
  const headers = Object.entries(securityHeaders(NOTHING, publicUrl?.startsWith("https:") ?? false));
  subscribe("http.server.request.start", (message) => {
    const { request, response, socket } = message as Started;
    noteClientAddress(request.headers, socket.remoteAddress ?? "", trustedProxies);
    if (!isRouterState(request.headers[ROUTER_STATE])) delete request.headers[ROUTER_STATE];
    for (const [name, value] of headers) response.setHeader(name, value);
  });
}

function isRouterState(header: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}
