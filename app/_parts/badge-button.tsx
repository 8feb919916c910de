"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { BadgeOffer } from "./badge-offer";
import { Icon } from "./icons";

const BadgeDialog = dynamic(() => import("./badge-dialog"), { ssr: false });

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
