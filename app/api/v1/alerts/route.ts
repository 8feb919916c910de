import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { receiveAlerts } from "@/lib/commands/receive-alerts";
import { AlertmanagerMessage } from "@/lib/slo/alert-draft";
import { alertList } from "@/lib/views/alerts";
import { termsBefore } from "../_paging";

const MOST_BYTES = 1024 * 1024;

/** Newest first, narrowed by `status`, `service`, `slo`, `breach`, `name`, `own`, `from` and `to`; `after` is the `next` of the page before. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => alertList(await currentReader(), termsBefore(new URL(request.url).searchParams)));

/** The address of a webhook receiver of Alertmanager. */
export const POST = (request: Request): Promise<Response> =>
  receive(request, AlertmanagerMessage, receiveAlerts, undefined, "alert", MOST_BYTES);
