import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { type AdrImage, LARGEST_IMAGE_MIB, type NoImage, readAdrImage } from "@/lib/gateways/adr-image";

const WHY: Record<NoImage, string> = {
  absent: "There is no such file in the repository of the records.",
  "too-large": `The image is larger than ${LARGEST_IMAGE_MIB} MiB and is not shown.`,
  "no-image": "The file is no PNG, JPEG, GIF, WebP, AVIF or SVG image.",
};

/** @throws DomainError `not-found`, which says why nothing is shown */
export async function decisionImage(_reader: Reader, path: string): Promise<AdrImage> {
  const image = await readAdrImage(config().adrDirs, path);
  if (typeof image === "string") throw new DomainError("not-found", WHY[image]);
  return image;
}
