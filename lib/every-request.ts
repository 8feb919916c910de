import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { noteClientAddress } from "./auth/client-address";
import { config } from "./config";
import { securityHeaders } from "./security-headers";

type Started = { request: IncomingMessage; response: ServerResponse; socket: Socket };

/** For answers that Next gives before proxy.ts is asked, such as redirects of a trailing slash; proxy.ts overwrites it. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Begins to note of every request where it comes from, and to give its answer the headers of all answers, before Next sees it:
 * Next keeps a caller's X-Forwarded-For as it is, and answers some requests without asking proxy.ts.
 */
export function watchEveryRequest(): void {
  const { trustedProxies, publicUrl } = config();
  const headers = Object.entries(securityHeaders(NOTHING, publicUrl?.startsWith("https:") ?? false));
  subscribe("http.server.request.start", (message) => {
    const { request, response, socket } = message as Started;
    noteClientAddress(request.headers, socket.remoteAddress ?? "", trustedProxies);
    for (const [name, value] of headers) response.setHeader(name, value);
  });
}
