import "server-only";
import { timingSafeEqual } from "node:crypto";
import { config } from "@/lib/config";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

/** Every address that the request came through: the server notes the last one (client-address.ts), a proxy the ones before. */
const forwardedFor = (headers: Headers): string[] =>
  (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** Whether a request may read `/metrics`: with METRICS_TOKEN, or from loopback to a server that listens on loopback only. */
export function mayScrape(headers: Headers): boolean {
  const { metricsToken } = config();
  if (metricsToken === null)
    return LOOPBACK.test(process.env.HOST ?? "127.0.0.1") && forwardedFor(headers).every(isLoopback);
  const given = Buffer.from(headers.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${metricsToken}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
