import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { todayView } from "@/lib/views/today";
import { TodayScreen } from "./today-screen";

export const metadata: Metadata = { title: "Today" };

export default async function TodayPage() {
  const read = await reading((reader, now) => todayView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <TodayScreen initial={read.view} />;
}
