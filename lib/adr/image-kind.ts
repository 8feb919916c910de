const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** The media type that the first bytes show, whatever a file is called; null for what is no image that browsers draw safely. */
export function imageType(bytes: Uint8Array): string | null {
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (startsWith(bytes, "\xff\xd8\xff")) return "image/jpeg";
  if (startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a")) return "image/gif";
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return "image/webp";
  if (startsWith(bytes, "ftypavif", 4) || startsWith(bytes, "ftypavis", 4)) return "image/avif";
  return isSvg(bytes) ? "image/svg+xml" : null;
}

const SVG_LOOKED_AT = 4_096;

/** An XML declaration, comments and a document type may stand before the root. */
function isSvg(bytes: Uint8Array): boolean {
  let text = new TextDecoder().decode(bytes.subarray(0, SVG_LOOKED_AT)).trimStart();
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/^(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE svg[^[>]*(?:\[[^\]]*\])?[^>]*>)\s*/is, "");
  }
  return /^<svg[\s>]/i.test(text);
}
