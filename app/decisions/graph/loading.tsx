import { Skeleton } from "@/app/_parts/skeleton";

export default function Loading() {
  return <Skeleton rows={8} row={56} label="Reading how the decisions hang together" />;
}
