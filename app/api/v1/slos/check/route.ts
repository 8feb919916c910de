import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { sloCheck } from "@/lib/views/slo-check";

/** Tries what POST /api/v1/slos would make, finished or not. Nothing is kept of it. */
export const POST = (request: Request): Promise<Response> =>
  receive(request, z.record(z.string(), z.unknown()), sloCheck, undefined, "costly read");
