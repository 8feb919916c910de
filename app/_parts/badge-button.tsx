"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Icon } from "./icons";

const BadgeDialog = dynamic(() => import("./badge-dialog"), { ssr: false });

/** What a badge says, its address, and the page that it leads to, both without the origin. */
export type BadgeOffer = { name: string; src: string; href: string };

export function BadgeButton({ offers }: { offers: BadgeOffer[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn quiet noprint" onClick={() => setOpen(true)}>
        <Icon name="copy" size={16} />
        Badge
      </button>
      {open && <BadgeDialog offers={offers} close={() => setOpen(false)} />}
    </>
  );
}
