import { respondShared } from "@/app/api/_shared";
import { costsView } from "@/lib/views/costs";

export const GET = (request: Request): Promise<Response> => {
  const { searchParams } = new URL(request.url);
  const asked = { months: searchParams.get("months"), month: searchParams.get("month") };
  return respondShared(`costs ${JSON.stringify(asked)}`, (reader, now) => costsView(reader, now, asked));
};
