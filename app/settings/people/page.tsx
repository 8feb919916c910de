import type { Metadata } from "next";
import { reading } from "@/app/_reading";
import { peopleView } from "@/lib/views/people";
import { Closed } from "../closed";
import { PeopleScreen } from "./people-screen";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const read = await reading(peopleView);
  return "refused" in read ? <Closed refused={read.refused} /> : <PeopleScreen initial={read.view} />;
}
