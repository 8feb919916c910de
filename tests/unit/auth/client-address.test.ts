import { expect, it } from "vitest";
import { CLIENT_ADDRESS, clientAddress, noteClientAddress } from "@/lib/auth/client-address";
import { addressKey } from "@/lib/auth/rate-limit";

/** The chain and the believed address of a request that says it was forwarded for `said`. */
function noted(said: string | undefined, socket: string, proxies: number): (string | undefined)[] {
  const headers: Record<string, string> = {
    [CLIENT_ADDRESS]: "6.6.6.6",
    ...(said === undefined ? {} : { "x-forwarded-for": said }),
  };
  noteClientAddress(headers, socket, proxies);
  return [headers["x-forwarded-for"], headers[CLIENT_ADDRESS]];
}

it.each([
  // What is said, the socket's address, how many proxies, and what is believed.
  [undefined, "10.0.0.1", 0, "10.0.0.1"],
  ["1.1.1.1", "10.0.0.1", 0, "10.0.0.1"],
  ["127.0.0.1, 1.1.1.1", "::ffff:10.0.0.1", 0, "10.0.0.1"],
  ["6.6.6.6, 1.1.1.1", "10.0.0.1", 1, "1.1.1.1"],
  ["6.6.6.6, 1.1.1.1, 10.0.0.2", "10.0.0.1", 2, "1.1.1.1"],
  // Somebody who came past the proxy is no proxy.
  [undefined, "10.0.0.1", 1, "10.0.0.1"],
  ["1.1.1.1", "10.0.0.1", 2, "1.1.1.1"],
  [" , ,1.1.1.1,", "10.0.0.1", 1, "1.1.1.1"],
  ["1.1.1.1", "2001:db8::1", 0, "2001:db8::1"],
])("of %s through %s with %i trusted proxies comes from %s", (said, socket, proxies, believed) => {
  const [chain, address] = noted(said, socket, proxies);
  expect(address).toBe(believed);
  expect(chain?.endsWith(socket.replace("::ffff:", ""))).toBe(true);
});

it("is not known where the socket is gone", () => {
  expect(noted(undefined, "", 0)[1]).toBe("");
  expect(clientAddress(new Headers({ [CLIENT_ADDRESS]: "" }))).toBeNull();
  expect(clientAddress(new Headers())).toBeNull();
});

it("counts the addresses of one IPv6 network as one, and of IPv4 each", () => {
  const same = ["2001:db8:0:7::1", "2001:db8:0:7:ffff::2", "2001:0DB8::7:1:2:3:4", "2001:db8:0:7::9%eth0"].map(
    addressKey,
  );
  expect(new Set(same).size).toBe(1);
  const others = ["2001:db8:0:8::1", "::1", "10.0.0.1", "10.0.0.2"].map(addressKey);
  expect(new Set([...same, ...others]).size).toBe(5);
  expect(addressKey(null)).toBe("address null");
});
