import { respondShared } from "@/app/api/_shared";
import { todayView } from "@/lib/views/today";

export const GET = (request: Request): Promise<Response> => respondShared(request, "today", todayView);
