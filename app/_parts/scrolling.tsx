import type { HTMLAttributes } from "react";

type Props = { as: "section" | "div" | "pre" } & Omit<HTMLAttributes<HTMLElement>, "tabIndex">;

/** What scrolls by itself, and is reached by keyboard therefore. A `section` wants an `aria-label`. */
export function Scrolling({ as: Element, ...props }: Props) {
  return <Element tabIndex={0} {...props} />;
}
