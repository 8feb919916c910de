import { Skeleton } from "@/app/_parts/skeleton";

export default function Loading() {
  return <Skeleton rows={14} row={36} label="Reading the decisions by date" />;
}
