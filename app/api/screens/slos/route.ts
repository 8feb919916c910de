import { respondShared } from "@/app/api/_shared";
import { slosView } from "@/lib/views/slos";

export const GET = (): Promise<Response> => respondShared("slos", slosView);
