import "server-only";

/** Bears the address that a request is believed to come from. What a caller writes into it is overwritten (every-request.ts). */
export const CLIENT_ADDRESS = "x-client-address";

/** Adds the socket's address to those that a request says it came through, and notes the one that is believed. */
export function noteClientAddress(headers: NodeJS.Dict<string | string[]>, socket: string, proxies: number): void {
  const said = headers["x-forwarded-for"];
  const chain = [said ?? [], socket]
    .flat()
    .join(",")
    .split(",")
    .map((part) => plain(part.trim()))
    .filter(Boolean);
  headers["x-forwarded-for"] = chain.join(", ");
  headers[CLIENT_ADDRESS] = believed(chain, proxies) ?? "";
}

/** Each trusted proxy adds one address at the end, the server the last one; those before are whatever the caller wrote. */
function believed(chain: readonly string[], proxies: number): string | undefined {
  return chain[Math.max(0, chain.length - 1 - proxies)];
}

/** IPv4 as such, where the socket says it in IPv6. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

/** Null where it is not known. */
export const clientAddress = (headers: Headers): string | null => headers.get(CLIENT_ADDRESS) || null;
