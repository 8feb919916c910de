const MOST_COLLECTIONS = 200;
const DEEPEST_INDENT = 64;
const MOST_ON_A_LINE = 64;

/**
 * Whether YAML is nested, or could be, further than front matter ever is. The parser recurses, and a process near the end
 * of its stack can be aborted by the runtime where no one can catch it, so depth is bounded from outside beforehand.
 */
export function isTooDeepYaml(lines: string[]): boolean {
  const collections = lines.reduce((sum, line) => sum + (line.match(/[[{]/g)?.length ?? 0), 0);
  return (
    collections > MOST_COLLECTIONS ||
    lines.some((line) => indentOf(line) > DEEPEST_INDENT || signsOn(line) > MOST_ON_A_LINE)
  );
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** "- - - a" and "a: b: c:" open a level with each sign. */
function signsOn(line: string): number {
  return line.match(/[-?:](?=\s|$)/g)?.length ?? 0;
}
