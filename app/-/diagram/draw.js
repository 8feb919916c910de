/**
 * Draws one diagram after another in the sandboxed frame of /-/diagram and hands back pictures. It runs in an origin of its own
 * that can load and send nothing: whatever a diagram does to Mermaid stays in here, and what leaves is shown as an image only.
 */
(() => {
  const answer = (message) => parent.postMessage(message, location.origin);
  const { nonce } = document.currentScript;
  /** What a diagram's own `%%{init}%%` cannot change: neither what is allowed, nor the look, which follows the theme. */
  const OURS = ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering"].concat(
    ["theme", "themeVariables", "themeCSS", "darkMode", "fontFamily", "altFontFamily", "htmlLabels", "look"],
    ["dompurifyConfig", "forceLegacyMathML", "legacyMathML", "logLevel", "arrowMarkerAbsolute", "deterministicIds"],
  );
  let drawn = 0;

  /** The page hands over the library, because the browser would keep nothing that this frame has loaded. */
  function load(library) {
    const script = document.createElement("script");
    script.nonce = nonce;
    script.onload = () => answer({ state: "ready" });
    script.onerror = () => answer({ state: "unavailable" });
    script.src = URL.createObjectURL(library);
    document.head.append(script);
  }

  async function draw({ text, look }) {
    const { mermaid } = globalThis;
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      secure: OURS,
      suppressErrorRendering: true,
      deterministicIds: true,
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      class: { htmlLabels: false },
      sequence: { actorFontSize: 13, messageFontSize: 13, noteFontSize: 13 },
      theme: "base",
      darkMode: look.dark,
      fontFamily: look.font,
      themeVariables: { ...look.variables, darkMode: look.dark, fontFamily: look.font },
    });
    drawn += 1;
    const { svg, diagramType } = await mermaid.render(`diagram-${drawn}`, text);
    return picture(svg, diagramType, look);
  }

  /** With its natural size, and well-formed: an image is read as XML. */
  function picture(markup, type, look) {
    const svg = new DOMParser().parseFromString(markup, "text/html").querySelector("svg");
    const [, , width = 0, height = 0] = (svg?.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
    if (!svg || !(width > 0 && height > 0)) throw new Error("Mermaid drew nothing.");
    svg.setAttribute("width", String(Math.ceil(width)));
    svg.setAttribute("height", String(Math.ceil(height)));
    svg.style.removeProperty("max-width");
    const xml = new XMLSerializer().serializeToString(svg);
    // The lines of C4 diagrams have a colour that no setting changes.
    const readable = type === "c4" ? xml.replaceAll("#444444", look.variables.lineColor) : xml;
    return { svg: readable, width: Math.ceil(width), height: Math.ceil(height) };
  }

  addEventListener("message", async ({ data, source, origin }) => {
    if (source !== parent || origin !== location.origin) return;
    if (data.library) {
      load(data.library);
      return;
    }
    try {
      answer({ state: "drawn", id: data.id, ...(await draw(data)) });
    } catch (error) {
      answer({ state: "refused", id: data.id, reason: String(error?.message ?? error) });
    }
  });
  answer({ state: "open" });
})();
