import { respondShared } from "@/app/api/_shared";
import { shellView } from "@/lib/views/shell";

export const GET = (request: Request): Promise<Response> => respondShared(request, "shell", shellView);
