import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { dayView } from "@/lib/views/day";
import { todayView } from "@/lib/views/today";
import { DayScreen } from "./day-screen";
import { TodayScreen } from "./today-screen";

export const metadata: Metadata = { title: "Today" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const only = (given: string | string[] | undefined): string | null => (Array.isArray(given) ? given[0] : given) ?? null;

/** Today, or with `?day=` a day as its review left it. */
export default async function TodayPage({ searchParams }: Props) {
  const { day, review } = await searchParams;
  const [past, chosen] = [only(day), only(review)];
  if (past !== null) {
    const read = await reading((reader, now) => dayView(reader, now, past, chosen));
    return "refused" in read ? (
      <Refused refused={read.refused} />
    ) : (
      <DayScreen key={`${past} ${chosen}`} view={read.view} />
    );
  }
  const read = await reading((reader, now) => todayView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <TodayScreen initial={read.view} />;
}
