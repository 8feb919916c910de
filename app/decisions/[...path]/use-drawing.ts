import { useTheme } from "next-themes";
import { type RefObject, useEffect, useState } from "react";
import { tooLargeToDraw } from "@/lib/adr/diagram";
import { type Drawing, drawDiagram, type Look } from "./diagram-desk";
import { TOKENS, type Tokens, variablesFrom } from "./diagram-look";

/** What was drawn, and whether in the colours of the dark theme. */
export type Drawn = { drawing: Drawing; dark: boolean };

/** null until the diagram has come near and is drawn. */
export function useDrawing(source: string, figure: RefObject<HTMLElement | null>): Drawn | null {
  const { resolvedTheme } = useTheme();
  const near = useNear(figure);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    if (!near || resolvedTheme === undefined || figure.current === null) return;
    const dark = resolvedTheme === "dark";
    const tooLarge = tooLargeToDraw(source);
    if (tooLarge !== null) {
      setDrawn({ drawing: { refused: tooLarge }, dark });
      return;
    }
    let current = true;
    void drawDiagram(source, lookOf(figure.current, dark)).then((drawing) => {
      if (current) setDrawn({ drawing, dark });
    });
    return () => {
      current = false;
    };
  }, [source, near, resolvedTheme, figure]);
  return drawn;
}

/** Once within a screen's height of what is seen, or about to be printed. */
function useNear(figure: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (figure.current === null) return;
    const come = () => setNear(true);
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && come(), {
      rootMargin: "100% 0px",
    });
    watcher.observe(figure.current);
    addEventListener("beforeprint", come);
    return () => {
      watcher.disconnect();
      removeEventListener("beforeprint", come);
    };
  }, [figure]);
  return near;
}

/** In the tokens as the browser resolves them in the theme that is on. */
function lookOf(inside: HTMLElement, dark: boolean): Look {
  const probe = document.createElement("span");
  inside.append(probe);
  const tokens = Object.fromEntries(
    TOKENS.map((token) => {
      probe.style.color = `var(--${token})`;
      return [token, getComputedStyle(probe).color];
    }),
  ) as Tokens;
  probe.remove();
  // An image has no fonts but the system's, and is measured with them.
  const font = 'ui-sans-serif, system-ui, "Segoe UI", sans-serif';
  return { dark, font, variables: variablesFrom(tokens) };
}
