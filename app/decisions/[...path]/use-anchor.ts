"use client";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";

/**
 * The section that the address points at. `:target` alone would not do: a browser does not set it when the
 * router changes the address, and that is how most readers come here.
 */
export function useAnchor(): string | null {
  const [anchor, setAnchor] = useState<string | null>(null);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page brings a new anchor without a hashchange.
  useEffect(() => {
    const read = () => setAnchor(decodeURIComponent(location.hash.slice(1)) || null);
    read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, [pathname]);
  return anchor;
}
