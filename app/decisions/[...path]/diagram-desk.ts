import { DIAGRAM_PAGE } from "@/lib/security-headers";

export type Look = { dark: boolean; font: string; variables: Record<string, string> };
export type Drawing = { svg: string; width: number; height: number } | { refused: string };

const LOAD_WITHIN_MS = 20_000;
const DRAW_WITHIN_MS = 5_000;
const IDLE_MS = 30_000;
/** What an image of a page or two takes; a browser draws larger ones slowly, again and again. */
const LARGEST_SVG = 2_000_000;
const WIDEST = 20_000;
/** The column of a record; a Gantt chart fills what it is given. */
const FRAME = { width: "760px", height: "600px" };

type Desk = {
  frame: HTMLIFrameElement;
  next: (withinMs: number, isIt: (said: Said) => boolean) => Promise<Said | null>;
};
type Said = Record<string, unknown>;

const NOT_LOADED = "What draws diagrams could not be loaded. Reload the page to try it again.";

let open: Promise<Desk | null> | null = null;
let queue: Promise<unknown> = Promise.resolve();
let idle: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

/** One after the other, by Mermaid in a sandboxed frame; one that takes too long is ended with its frame. */
export function drawDiagram(text: string, look: Look): Promise<Drawing> {
  const drawing = queue.then(() => drawNext(text, look));
  queue = drawing.catch(() => {});
  return drawing;
}

async function drawNext(text: string, look: Look): Promise<Drawing> {
  clearTimeout(idle);
  open ??= opened();
  const desk = await open;
  if (desk === null) {
    open = null;
    return { refused: NOT_LOADED };
  }
  const id = ++asked;
  const answer = desk.next(DRAW_WITHIN_MS, (said) => said.id === id);
  desk.frame.contentWindow?.postMessage({ id, text, look }, "*");
  const said = await answer;
  if (said === null) {
    close(desk);
    return { refused: `It could not be drawn within ${DRAW_WITHIN_MS / 1000} s.` };
  }
  idle = setTimeout(() => close(desk), IDLE_MS);
  return drawingIn(said);
}

/** The frame is of an origin of its own and is believed nothing: what it says is an image, or a sentence. */
function drawingIn({ svg, width, height, reason }: Said): Drawing {
  if (typeof svg !== "string") return { refused: String(reason ?? "It drew nothing.").slice(0, 2_000) };
  const isSize = (size: unknown): size is number => typeof size === "number" && size > 0 && size <= WIDEST;
  if (svg.length > LARGEST_SVG || !isSize(width) || !isSize(height))
    return { refused: "The picture is too large to be shown." };
  return { svg, width, height };
}

function close({ frame }: Desk): void {
  frame.remove();
  open = null;
}

async function opened(): Promise<Desk | null> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "Draws diagrams";
  frame.tabIndex = -1;
  frame.ariaHidden = "true";
  // Where nobody sees it, and yet with a size: Mermaid measures its texts.
  Object.assign(frame.style, { ...FRAME, position: "fixed", left: "-10000px", top: "0", border: "0" });
  const desk: Desk = { frame, next: (withinMs, isIt) => heard(frame, withinMs, isIt) };
  const began = desk.next(LOAD_WITHIN_MS, ({ state }) => state === "open");
  frame.src = DIAGRAM_PAGE;
  document.body.append(frame);
  const library = await fetch(`${DIAGRAM_PAGE}/mermaid.js`).then(
    (answer) => (answer.ok ? answer.blob() : null),
    () => null,
  );
  if (library !== null && (await began) !== null) {
    const loaded = desk.next(LOAD_WITHIN_MS, ({ state }) => state === "ready" || state === "unavailable");
    frame.contentWindow?.postMessage({ library }, "*");
    if ((await loaded)?.state === "ready") return desk;
  }
  frame.remove();
  return null;
}

/** What the frame says next that is asked for; null where it says nothing in time. */
function heard(frame: HTMLIFrameElement, withinMs: number, isIt: (said: Said) => boolean): Promise<Said | null> {
  return new Promise((resolve) => {
    const done = (said: Said | null) => {
      clearTimeout(timer);
      removeEventListener("message", listen);
      resolve(said);
    };
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      if (source !== frame.contentWindow || typeof data !== "object" || data === null) return;
      if (isIt(data as Said)) done(data as Said);
    };
    const timer = setTimeout(() => done(null), withinMs);
    addEventListener("message", listen);
  });
}
