import { respondShared } from "@/app/api/_shared";
import { shellView } from "@/lib/views/shell";

export const GET = (): Promise<Response> => respondShared("shell", shellView);
