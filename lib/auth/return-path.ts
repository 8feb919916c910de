/** Where to go after signing in: a path of this site, else Today. What another site wrote there must not lead back to it. */
export function safeReturnPath(asked: string | null | undefined): string {
  // Browsers read "\" as "/", and leave out tabs and line ends: "/\evil", "/<tab>/evil" name another host.
  if (!asked || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return "/";
  const base = "http://plumbline.invalid";
  const url = new URL(asked, base);
  if (url.origin !== base) return "/";
  const path = url.pathname + url.search + url.hash;
  return /^\/(?!\/)/.test(path) && !/^\/(sign-in|set-up|api)(\/|$|\?)/.test(path) ? path : "/";
}
