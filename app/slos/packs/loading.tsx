import { Skeleton } from "@/app/_parts/skeleton";

export default function Loading() {
  return <Skeleton rows={5} row={88} label="Reading what can be promised at a stroke" />;
}
