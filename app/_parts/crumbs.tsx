import Link from "next/link";
import { Icon } from "./icons";

/** Where a page hangs: links, then what is shown now. */
export function Crumbs({ to, here }: { to: { href: string; text: string }[]; here: string }) {
  return (
    <nav className="crumb" aria-label="Breadcrumb">
      {to.map((place) => (
        <span key={place.href} style={{ display: "contents" }}>
          <Link href={place.href}>{place.text}</Link>
          <Icon name="chevron" size={12} />
        </span>
      ))}
      <span className="mono">{here}</span>
    </nav>
  );
}
