import { Icon } from "@/app/_parts/icons";

/** Where the keys lead from a decision. */
export type Place = { title: string; href: string };

/** The arrow of a way back. */
export function Back() {
  return (
    <span className="bk">
      <Icon name="chevron" />
    </span>
  );
}
