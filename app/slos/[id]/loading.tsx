import { Skeleton } from "@/app/_parts/skeleton";

export default function Loading() {
  return <Skeleton rows={5} row={96} label="Reading the SLO" />;
}
