import { respondShared } from "@/app/api/_shared";
import { slosView } from "@/lib/views/slos";

export const GET = (request: Request): Promise<Response> => respondShared(request, "slos", slosView);
