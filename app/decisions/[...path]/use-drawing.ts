import { useTheme } from "next-themes";
import { type RefObject, useEffect, useState } from "react";
import { tooLargeToDraw } from "@/lib/adr/diagram";
import { type Drawing, drawDiagram, type Look } from "./diagram-desk";
import { TOKENS, type Tokens, variablesFrom } from "./diagram-look";

type Scheme = "light" | "dark";
/** `paper`: in light colours whatever the theme is. */
export type Drawings = { screen: Drawing; paper: Drawing };

/** null until the diagram has come near and is drawn. In the dark theme the paper's picture follows. */
export function useDrawing(source: string, figure: RefObject<HTMLElement | null>): Drawings | null {
  const { resolvedTheme } = useTheme();
  const near = useNear(figure);
  const [drawings, setDrawings] = useState<Drawings | null>(null);
  useEffect(() => {
    if (!near || resolvedTheme === undefined || figure.current === null) return;
    const scheme: Scheme = resolvedTheme === "dark" ? "dark" : "light";
    const tooLarge = tooLargeToDraw(source);
    if (tooLarge !== null) {
      setDrawings({ screen: { refused: tooLarge }, paper: { refused: tooLarge } });
      return;
    }
    let current = true;
    const inside = figure.current;
    void (async () => {
      const screen = await drawDiagram(source, lookOf(inside, scheme));
      if (current) setDrawings({ screen, paper: screen });
      if (!current || scheme === "light" || "refused" in screen) return;
      const paper = await drawDiagram(source, lookOf(inside, "light"));
      if (current) setDrawings({ screen, paper });
    })();
    return () => {
      current = false;
    };
  }, [source, near, resolvedTheme, figure]);
  return drawings;
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

function lookOf(inside: HTMLElement, scheme: Scheme): Look {
  const probe = document.createElement("span");
  probe.style.colorScheme = scheme;
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
  return { dark: scheme === "dark", font, variables: variablesFrom(tokens) };
}
