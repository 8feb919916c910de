import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type BadgeDress, DRESSES, drawBadge } from "@/lib/format/badge";

const BADGE = { name: "Edge hit rate", dress: "breached", word: "Breached", figures: "81.3 %, target ≥ 90 %" } as const;

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

test("a badge says its name, its word and its figures, to those who see it and to those who do not", () => {
  const svg = drawBadge(BADGE);
  expect(svg).toContain('<title id="t">Edge hit rate: Breached</title>');
  expect(svg).toContain('<desc id="d">Breached: 81.3 %, target ≥ 90 %.</desc>');
  expect(svg).toMatch(/<svg [^>]*role="img" aria-labelledby="t d"/);
  expect(svg).toMatch(/>Breached 81.3 %, target ≥ 90 %<\/text>/);
});

test("every dress can be read, and none but a met one has the ground of met", () => {
  for (const [dress, { ground, text }] of Object.entries(DRESSES)) {
    expect(contrast(ground, text), dress).toBeGreaterThanOrEqual(4.5);
    expect(ground === DRESSES.met.ground, dress).toBe(dress === "met");
  }
});

test("its colours are those of the tokens", () => {
  const tokens = readFileSync("app/_styles/tokens.css", "utf8");
  const light = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+)`).exec(tokens)?.[1];
  const grounds: Partial<Record<BadgeDress, string>> = {
    breached: "breach",
    "at-risk": "risk-soft",
    unknown: "unknown",
  };
  for (const [dress, token] of Object.entries({ ...grounds, "no-traffic": "idle", met: "met", absent: "sunken" }))
    expect(DRESSES[dress as BadgeDress].ground, dress).toBe(light(token));
  expect(DRESSES["at-risk"].text).toBe(light("risk"));
});

test("whatever a name holds, the picture is one element of XML and as wide as its texts", () => {
  const marks = fc.string({ unit: fc.constantFrom(..."<>&\"'/=a\0\n\ufffe"), maxLength: 120 });
  const text = fc.oneof(marks, fc.string({ unit: "binary", maxLength: 120 }));
  fc.assert(
    fc.property(text, fc.constantFrom(...(Object.keys(DRESSES) as BadgeDress[])), (name, dress) => {
      const svg = drawBadge({ ...BADGE, name, dress });
      const inner = svg.replace(/<\/?(?:svg|title|desc|clipPath|g|rect|text|path|circle)(?: [^<>]*)?>/g, "");
      expect(inner).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/);

      const width = Number(/width="(\d+(?:\.\d+)?)"/.exec(svg)?.[1]);
      const lengths = [...svg.matchAll(/textLength="(\d+)"/g)].map(([, length]) => Number(length));
      expect(width).toBeGreaterThan(lengths.reduce((sum, length) => sum + length, 0));
    }),
  );
});

test("a long name is cut, and stands in full in the title", () => {
  const name = "A".repeat(200);
  const svg = drawBadge({ ...BADGE, name });
  expect(svg).toContain(`<title id="t">${name}: Breached</title>`);
  expect(svg).toContain(`>${"A".repeat(59)}…</text>`);
});
