const WHY: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  EACCES: "may not be read by this user",
  EISDIR: "is a folder",
};

/** Why a file that a setting names could not be read, to follow its name. */
export function whyUnreadable(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return WHY[code] ?? `cannot be read (${code})`;
}
