import { Skeleton } from "../_parts/skeleton";

export default function Loading() {
  return <Skeleton label="Reading today's figures" />;
}
