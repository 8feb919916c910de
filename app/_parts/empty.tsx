import type { ReactNode } from "react";
import { Bob } from "./bob";

/** Nothing has been made yet: what is missing and the shortest way to it. */
export function Empty({
  title,
  children,
  as: Heading = "h2",
}: {
  title: string;
  children: ReactNode;
  as?: "h1" | "h2";
}) {
  return (
    <div className="panel em">
      <span className="pm" aria-hidden="true">
        <Bob width={11} />
      </span>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}
