/** Nothing here needs any of them; what is not named has `self` as its default. */
const NO_DEVICES = [
  ...["accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid"],
  ...["magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"],
]
  .map((device) => `${device}=()`)
  .join(", ");

/** One year, as ASVS 3.4.1 asks. */
const ONE_YEAR_SECONDS = 31_536_000;

/**
 * What a page may load and run: scripts that bear the nonce, and what those load. Style attributes stay open, because React
 * and ECharts write positions and sizes into them; style elements need the nonce.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment = false): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The page that draws diagrams, in a frame of ours only: an origin of its own, which loads nothing and sends nothing. */
export const DIAGRAM_PAGE = "/-/diagram";
/** A picture for other sites' pages; their requests bring no cookie of ours, so they see what everybody may. */
const BADGE = /^\/api\/v1\/(?:slos\/[^/]+|decisions)\/badge\.svg$/;
const IMAGE = /^\/api\/v1\/decisions\/images\//;

/** The policy of an answer by its address, and who else may frame or show it. */
export function policyOf(path: string, nonce: string, isDevelopment = false): { policy: string; shownIn: ShownIn } {
  if (path === DIAGRAM_PAGE) return { policy: diagramPolicy(nonce), shownIn: "own frames" };
  if (BADGE.test(path)) return { policy: IMAGE_POLICY, shownIn: "pages of others" };
  if (IMAGE.test(path)) return { policy: IMAGE_POLICY, shownIn: "own pages" };
  return { policy: contentSecurityPolicy(nonce, isDevelopment), shownIn: "own pages" };
}

type ShownIn = "own pages" | "own frames" | "pages of others";

/** Mermaid writes style elements; with nothing to load and no scripts of its own, a style can do nothing to others. */
const diagramPolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox allow-scripts; frame-ancestors 'self'`;

/** An SVG that is opened by itself is a document; this one runs and loads nothing. */
const IMAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox; frame-ancestors 'none'";

/** What every answer carries. `isHttps`: whether people reach it by https, so that browsers may be held to it. */
export function securityHeaders(
  policy: string,
  isHttps: boolean,
  shownIn: ShownIn = "own pages",
): Record<string, string> {
  return {
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "x-frame-options": shownIn === "own frames" ? "SAMEORIGIN" : "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": NO_DEVICES,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": shownIn === "pages of others" ? "cross-origin" : "same-origin",
    ...(isHttps ? { "strict-transport-security": `max-age=${ONE_YEAR_SECONDS}; includeSubDomains` } : {}),
  };
}
