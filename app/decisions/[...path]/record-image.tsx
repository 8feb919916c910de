"use client";
import type { Element } from "hast";
import { type ComponentProps, useEffect, useRef, useState } from "react";

/** An image of the repository; where it cannot be shown, what it would show and why not. */
export function RecordImage({ src, alt = "" }: ComponentProps<"img"> & { node?: Element | undefined }) {
  const image = useRef<HTMLImageElement>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const address = typeof src === "string" ? src : "";
  const tell = async () => setMissing(await reasonOf(address));
  // It may have failed before this was there to hear it.
  useEffect(() => {
    const { current } = image;
    if (current?.complete && current.naturalWidth === 0) void reasonOf(address).then(setMissing);
  }, [address]);
  if (missing !== null)
    return (
      <span className="missing" role="note">
        {alt !== "" && <b>{alt}</b>} The image {nameIn(address)} is not shown. {missing}
      </span>
    );
  return (
    // biome-ignore lint/performance/noImgElement: it is served as it lies in the repository.
    <img ref={image} src={address} alt={alt} loading="lazy" onError={() => void tell()} />
  );
}

function nameIn(address: string): string {
  const path = address.split("?")[0] ?? "";
  return decodeURIComponent(path.split("/").at(-1) ?? "");
}

/** The image itself cannot say why it failed; its route does. */
async function reasonOf(address: string): Promise<string> {
  try {
    const answer = await fetch(address);
    if (answer.ok) return "It cannot be read.";
    const problem: unknown = await answer.json();
    return typeof problem === "object" && problem !== null && "detail" in problem ? String(problem.detail) : "";
  } catch {
    return "It could not be asked for.";
  }
}
