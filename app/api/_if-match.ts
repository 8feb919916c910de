/** The version that a change was decided on; null where the request says none. */
export const ifMatch = (request: Request): string | null =>
  request.headers
    .get("if-match")
    ?.trim()
    .replace(/^W\//, "")
    .replace(/^"(.*)"$/, "$1") ?? null;
