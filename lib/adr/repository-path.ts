/** Where a relative address in a record leads, from the repository's root; null for a way out of it. "/docs/a.md" begins at the root. */
export function resolvePath(from: string, relative: string): string | null {
  const segments = relative.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const segment of relative.split("/").map(decodedSegment)) {
    if (/[/\\\0]/.test(segment)) return null;
    if (segment === "..") {
      if (segments.pop() === undefined) return null;
    } else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}

/** What is no UTF-8 stands as it is. */
export function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
