import type { Fill, Palette } from "./palette";

const TOKENS = ["ink", "ink-2", "ink-3", "line", "line-2", "chalk", "breach", "risk", "surface", "unknown"] as const;

/** The tokens as the browser resolves them in the theme that is on. */
export function readPalette(inside: HTMLElement): Palette {
  const probe = document.createElement("span");
  inside.append(probe);
  const colour = Object.fromEntries(
    TOKENS.map((token) => {
      probe.style.color = `var(--${token})`;
      return [token, getComputedStyle(probe).color];
    }),
  ) as Record<(typeof TOKENS)[number], string>;
  const sans = getComputedStyle(probe).fontFamily;
  probe.remove();
  return {
    ink: colour.ink,
    ink2: colour["ink-2"],
    ink3: colour["ink-3"],
    line: colour.line,
    line2: colour["line-2"],
    chalk: colour.chalk,
    breach: colour.breach,
    risk: colour.risk,
    surface: colour.surface,
    sans,
    hatch: tile(8, (pen) => {
      pen.strokeStyle = colour.breach;
      pen.globalAlpha = 0.05;
      pen.fillStyle = colour.breach;
      pen.fillRect(0, 0, 8, 8);
      pen.globalAlpha = 0.34;
      pen.lineWidth = 1.1;
      pen.beginPath();
      for (const x of [-8, 0, 8]) {
        pen.moveTo(x - 1, 9);
        pen.lineTo(x + 9, -1);
      }
      pen.stroke();
    }),
    dots: tile(5, (pen) => {
      pen.fillStyle = colour.unknown;
      pen.globalAlpha = 0.55;
      pen.beginPath();
      pen.arc(1.5, 1.5, 0.9, 0, 7);
      pen.fill();
    }),
  };
}

function tile(size: number, draw: (pen: CanvasRenderingContext2D) => void): Fill {
  const sharpness = Math.max(1, Math.round(devicePixelRatio));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * sharpness;
  const pen = canvas.getContext("2d");
  if (pen === null) return "transparent";
  pen.scale(sharpness, sharpness);
  draw(pen);
  return { image: canvas, repeat: "repeat", scaleX: 1 / sharpness, scaleY: 1 / sharpness };
}
