import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { problemOf } from "@/app/api/_respond";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { policyOf, securityHeaders } from "@/lib/security-headers";

/** A caller's own policy or nonce would be taken for ours (CVE-2026-44581). */
const OURS = ["content-security-policy", "content-security-policy-report-only", "x-nonce"];

/** Only sets headers. Who may read or change what is decided in views and commands, never here: proxies have been passed by. */
export function proxy(request: NextRequest): Response {
  const nonce = randomBytes(16).toString("base64");
  const { policy, shownIn } = policyOf(request.nextUrl.pathname, nonce, process.env.NODE_ENV === "development");
  const response = isUtf8(request.nextUrl.pathname) ? passedOn(request, policy, nonce) : refused();
  const isHttps = config().publicUrl?.startsWith("https:") ?? false;
  for (const [name, value] of Object.entries(securityHeaders(policy, isHttps, shownIn)))
    response.headers.set(name, value);
  return response;
}

function passedOn(request: NextRequest, policy: string, nonce: string): Response {
  const headers = new Headers(request.headers);
  for (const name of OURS) headers.delete(name);
  // Next reads the nonce of its own scripts from the policy.
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  return NextResponse.next({ request: { headers } });
}

/** Next answers an address that it cannot decode as an error of the server. */
const refused = (): Response =>
  problemOf(new DomainError("bad-input", "The address holds bytes that are no UTF-8.", "Encode it as UTF-8."));

function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
