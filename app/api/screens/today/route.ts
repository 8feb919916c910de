import { respondShared } from "@/app/api/_shared";
import { todayView } from "@/lib/views/today";

export const GET = (): Promise<Response> => respondShared("today", todayView);
