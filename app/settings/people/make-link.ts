import { send } from "@/app/_send";
import { dayAndTime } from "@/lib/format/time";
import type { Rights } from "@/lib/rights";

export type Link = { url: string; expiresAt: string };

type Asked = Rights & { purpose: "invite" | "reset"; personId?: string };

/** A link that works once; it is in no later answer. */
export const makeLink = (asked: Asked): Promise<Link> => send<Link>("POST", "/api/v1/links", asked);

export const linkHint = ({ expiresAt }: Link): string =>
  `It works once, until ${dayAndTime(expiresAt)}. It is shown this once: send it to them by a way that you trust.`;
