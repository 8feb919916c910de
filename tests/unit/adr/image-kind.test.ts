import { expect, test } from "vitest";
import { imageType } from "@/lib/adr/image-kind";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test.each([
  ["\x89PNG\r\n\x1a\n…", "image/png"],
  ["\xff\xd8\xff\xe0", "image/jpeg"],
  ["GIF89a…", "image/gif"],
  ["RIFF\0\0\0\0WEBPVP8 ", "image/webp"],
  ["\0\0\0\x20ftypavif", "image/avif"],
  ["<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"],
  [
    '\xef\xbb\xbf<?xml version=\'1.0\'?>\n<!-- drawn -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">\n<svg>',
    "image/svg+xml",
  ],
])("%j is %s", (text, type) => expect(imageType(bytes(text))).toBe(type));

test.each([
  "",
  "\x89PNG",
  "<html><svg></svg></html>",
  "<!DOCTYPE html><svg>",
  "<svgx>",
  "root:x:0:0:root:/root:/bin/bash",
  "RIFF\0\0\0\0WAVE",
  "\0\0\0\x20ftypisom",
  "%PDF-1.7",
  "-----BEGIN PRIVATE KEY-----",
])("%j is no image", (text) => expect(imageType(bytes(text))).toBe(null));

test("looking takes no time, whatever stands before the root", () => {
  for (const part of ["<!--", "<?xml", "<!DOCTYPE svg [", "<!-- -->"]) {
    const began = performance.now();
    imageType(bytes(part.repeat(200_000 / part.length)));
    expect(performance.now() - began, part).toBeLessThan(500);
  }
});
