import type { Verdict } from "@/lib/slo/verdict";

/** How a badge is dressed: as a verdict, as "nothing measures it", or as "there is no such thing". */
export type BadgeDress = Verdict | "unmeasured" | "absent";

export type Badge = {
  name: string;
  dress: BadgeDress;
  /** What the shape and the colour say too: "Breached". */
  word: string;
  /** "81.3 %, target ≥ 90 %, 100 % observed"; null where there are none. */
  figures: string | null;
};

/** The light tokens: a badge brings its own ground, so that it reads on any page. */
const INK = { ground: "#17191c", text: "#ffffff" };
export const DRESSES: Record<BadgeDress, { ground: string; text: string }> = {
  breached: { ground: "#a0122b", text: "#ffffff" },
  "at-risk": { ground: "#fcf1dd", text: "#985a05" },
  unknown: { ground: "#5b2c93", text: "#ffffff" },
  "no-traffic": { ground: "#54585e", text: "#ffffff" },
  met: { ground: "#0f6e80", text: "#ffffff" },
  unmeasured: { ground: "#efefeb", text: "#45494f" },
  absent: { ground: "#efefeb", text: "#45494f" },
};

const RING = '<circle cx="6" cy="6" r="4.6" fill="none" stroke="#T" stroke-width="1.4"';
const SHAPES: Record<BadgeDress, string> = {
  breached:
    '<rect x="1" y="1" width="10" height="10" rx="1.5" fill="#T"/><path d="M3.8 3.8l4.4 4.4M8.2 3.8L3.8 8.2" stroke="#G" stroke-width="1.6" stroke-linecap="round"/>',
  "at-risk":
    '<path d="M6 1.6L11 10.6H1Z" fill="none" stroke="#T" stroke-width="1.6" stroke-linejoin="round"/><path d="M6 5v2.4M6 8.9v.2" stroke="#T" stroke-width="1.4" stroke-linecap="round"/>',
  unknown: `${RING} stroke-dasharray="2.1 1.7"/><path d="M4.7 4.9a1.35 1.35 0 1 1 2 1.15c-.5.3-.7.5-.7 1M6 8.6v.1" stroke="#T" stroke-width="1.2" fill="none" stroke-linecap="round"/>`,
  "no-traffic": `${RING}/><path d="M3.9 6h4.2" stroke="#T" stroke-width="1.3" stroke-linecap="round"/>`,
  met: '<circle cx="6" cy="6" r="4" fill="#T"/>',
  unmeasured: '<circle cx="6" cy="6" r="2.4" fill="none" stroke="#T" stroke-width="1.2"/>',
  absent: '<circle cx="6" cy="6" r="2.4" fill="none" stroke="#T" stroke-width="1.2"/>',
};

const HEIGHT = 20;
const PAD = 8;
const SHAPE = 12;
const GAP = 5;
const LONGEST_NAME = 60;

/** One line of SVG: a name on ink, and beside it shape, word and figures on the verdict's ground. */
export function drawBadge({ name, dress, word, figures }: Badge): string {
  const { ground, text } = DRESSES[dress];
  const left = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1).trimEnd()}…` : name;
  const right = figures === null ? word : `${word} ${figures}`;
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)];
  const split = PAD + leftWidth + PAD;
  const width = split + PAD + SHAPE + GAP + rightWidth + PAD;
  const shape = SHAPES[dress].replaceAll("#T", text).replaceAll("#G", ground);
  const written = (x: number, length: number, fill: string, words: string) =>
    `<text x="${x}" y="14" fill="${fill}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(`${name}: ${word}`)}</title>`,
    `<desc id="d">${escaped(figures === null ? `${word}.` : `${word}: ${figures}.`)}</desc>`,
    `<clipPath id="c"><rect width="${width}" height="${HEIGHT}" rx="4"/></clipPath>`,
    `<g clip-path="url(#c)" font-family="Geist, Verdana, DejaVu Sans, sans-serif" font-size="11">`,
    `<rect width="${split}" height="${HEIGHT}" fill="${INK.ground}"/>`,
    `<rect x="${split}" width="${width - split}" height="${HEIGHT}" fill="${ground}"/>`,
    written(PAD, leftWidth, INK.text, left),
    `<g transform="translate(${split + PAD} 4)">${shape}</g>`,
    written(split + PAD + SHAPE + GAP, rightWidth, text, right),
    `</g></svg>\n`,
  ].join("");
}

/** About what the fonts take at 11 px; `textLength` makes the rest of them fit. */
function widthOf(words: string): number {
  let width = 0;
  for (const letter of words) {
    if (/[ijlI.,:;|'!()\u202f\u00a0 ]/.test(letter)) width += 3.9;
    else if (/[mwMW%@…]/.test(letter)) width += 10;
    else if (/[A-Z≥≤]/.test(letter)) width += 7.8;
    else width += 6.8;
  }
  return Math.ceil(width);
}

/** What XML cannot hold at all is left out. */
function escaped(words: string): string {
  const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return words.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "").replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
