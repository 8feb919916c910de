import type * as z from "zod";
import { type Actor, currentActor } from "@/lib/auth/actor";
import { clientAddress } from "@/lib/auth/client-address";
import { addressKey, type Limited, mustNotHurry } from "@/lib/auth/rate-limit";
import { mustBeSameOrigin } from "@/lib/auth/same-origin";
import { DomainError } from "@/lib/errors";
import { problemOf, respond, type Shape } from "./_respond";

const MOST_BYTES = 256 * 1024;

/**
 * Answers an unsafe method: checks that not too many come, that it comes from our own pages or with a bearer token, reads its
 * JSON, and hands it to one command. A problem document tells what is wrong: `issues` names the fields. `limited`: what it
 * counts as; what only tries something out follows what somebody types. null: the view that it asks counts for itself.
 * `mostBytes`: of its body.
 */
export async function receive<Schema extends z.ZodType, Result>(
  request: Request,
  schema: Schema,
  act: (actor: Actor, body: z.infer<Schema>, now: Date) => Result | Promise<Result>,
  shape?: Shape<Result>,
  limited: Limited | null = "change",
  mostBytes = MOST_BYTES,
): Promise<Response> {
  try {
    if (limited !== null) await mustNotHurry(limited, addressKey(clientAddress(request.headers)));
    mustBeSameOrigin(request.headers);
    const given = await bodyOf(request, mostBytes);
    // A body may take as long to arrive as its sender likes, so what they may do is looked up only then.
    const actor = await currentActor();
    const body = parsed(schema, given);
    return await respond(() => act(actor, body, new Date()), shape);
  } catch (error) {
    return problemOf(error);
  }
}

/** @throws DomainError `too-large`, `wrong-media-type`, `bad-input` */
async function bodyOf(request: Request, mostBytes: number): Promise<unknown> {
  if (!/^application\/json(\s*;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new DomainError(
      "wrong-media-type",
      "The body is not application/json.",
      "Send content-type: application/json.",
    );
  const bytes: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > mostBytes)
      throw new DomainError("too-large", `The body is larger than ${mostBytes / 1024} KiB.`, "Send less at a time.");
    bytes.push(chunk);
  }
  const text = Buffer.concat(bytes).toString("utf8");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("bad-input", "The body is not JSON.", "Send one JSON object.");
  }
}

/** The terms of an address, without the one by which Next tells its own requests apart. */
export function termsIn(request: Request): Record<string, string> {
  const { _rsc, ...terms } = Object.fromEntries(new URL(request.url).searchParams);
  return terms;
}

/** @throws DomainError `bad-input` that names the first field that is wrong, with all of them as `issues` */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  const [first] = issues;
  throw new DomainError(
    "bad-input",
    `${first?.field ? `${first.field}: ` : ""}${first?.message ?? "is not what is asked for"}`,
    null,
    { details: { issues } },
  );
}
