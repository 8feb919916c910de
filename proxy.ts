import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { config } from "@/lib/config";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";

/** A caller's own policy or nonce would be taken for ours (CVE-2026-44581). */
const OURS = ["content-security-policy", "content-security-policy-report-only", "x-nonce"];

/** Only sets headers. Who may read or change what is decided in views and commands, never here: proxies have been passed by. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  for (const name of OURS) headers.delete(name);
  // Next reads the nonce of its own scripts from the policy.
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  const isHttps = config().publicUrl?.startsWith("https:") ?? false;
  for (const [name, value] of Object.entries(securityHeaders(policy, isHttps))) response.headers.set(name, value);
  return response;
}
