import { createHash } from "node:crypto";

const SMALLEST = 8 * 1024;
const LARGEST = 40 * 1024;

/** Bytes that look like a compressed picture and are the same on every machine. */
export function imageBytes(id: number): Buffer {
  const size = SMALLEST + (createHash("sha256").update(`size ${id}`).digest().readUInt32BE() % (LARGEST - SMALLEST));
  return createHash("shake256", { outputLength: size }).update(`image ${id}`).digest();
}
