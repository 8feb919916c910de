import { Skeleton } from "@/app/_parts/skeleton";

export default function Loading() {
  return <Skeleton rows={3} row={96} label="Reading your account" />;
}
