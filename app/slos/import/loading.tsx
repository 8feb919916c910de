import { Skeleton } from "@/app/_parts/skeleton";

export default function Loading() {
  return <Skeleton rows={6} row={66} label="Reading what can be imported" />;
}
