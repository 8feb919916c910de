import type { Metadata } from "next";
import Link from "next/link";
import { Empty } from "./_parts/empty";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Empty title="Nothing is kept under this address" as="h1">
      <p>
        It may have been renamed with its file, or never existed. Everything that is watched is in the list of SLOs.
      </p>
      <p>
        <Link href="/slos">Show all SLOs</Link>
      </p>
    </Empty>
  );
}
