import type { ReactNode } from "react";
import { Icon } from "./icons";

/** What happened, what still holds, one way on. */
export function Refusal({ icon, title, children }: { icon: "warning" | "lock"; title: string; children: ReactNode }) {
  return (
    <div className="panel er">
      <Icon name={icon} size={18} />
      <div>
        <h1>{title}</h1>
        {children}
      </div>
    </div>
  );
}
