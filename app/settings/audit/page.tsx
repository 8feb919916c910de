import type { Metadata } from "next";
import { reading } from "@/app/_reading";
import { auditView } from "@/lib/views/audit";
import { Closed } from "../closed";
import { AuditScreen } from "./audit-screen";
import { readFilter, termsOf } from "./filter";

export const metadata: Metadata = { title: "Audit log" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const terms = termsOf(await readFilter(searchParams));
  const read = await reading((reader, now) => auditView(reader, now, Object.fromEntries(new URLSearchParams(terms))));
  return "refused" in read ? <Closed refused={read.refused} /> : <AuditScreen initial={read.view} of={terms} />;
}
