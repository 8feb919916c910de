import { Skeleton } from "@/app/_parts/skeleton";

export default function Loading() {
  return <Skeleton rows={8} row={48} label="Reading the records" />;
}
