/** What a diagram's source says of itself, for those who do not see it. */
export type DiagramWords = { kind: string; title: string | null; description: string | null };

const LARGEST = 20_000;
const MOST_LINES = 1_000;

const KINDS: readonly [RegExp, string][] = [
  [/^(?:flowchart|graph)\b/, "Flowchart"],
  [/^sequenceDiagram\b/, "Sequence diagram"],
  [/^stateDiagram/, "State diagram"],
  [/^classDiagram/, "Class diagram"],
  [/^erDiagram\b/, "Entity-relationship diagram"],
  [/^gantt\b/, "Gantt chart"],
  [/^pie\b/, "Pie chart"],
  [/^C4\w+/, "C4 diagram"],
  [/^mindmap\b/, "Mind map"],
  [/^timeline\b/, "Timeline"],
  [/^gitGraph\b/, "Graph of commits"],
  [/^quadrantChart\b/, "Quadrant chart"],
  [/^journey\b/, "User journey"],
  [/^requirementDiagram\b/, "Requirement diagram"],
];

/** `accTitle` and `accDescr`, else a title of its own; front matter and comments are passed over. */
export function diagramWords(source: string): DiagramWords {
  const body = source.replace(/^\s*---\n.*?\n---\n/s, "").replace(/^[ \t]*%%.*$/gm, "");
  const first = body.trimStart();
  const stated = (pattern: RegExp) => pattern.exec(source)?.[1]?.trim().replace(/\s+/g, " ") || null;
  return {
    kind: KINDS.find(([pattern]) => pattern.test(first))?.[1] ?? "Diagram",
    title: stated(/^[ \t]*accTitle[ \t]*:(.*)$/m) ?? stated(/^[ \t]*title[ \t]*:?[ \t]+(.*)$/m),
    description: stated(/^[ \t]*accDescr[ \t]*:(.*)$/m) ?? stated(/^[ \t]*accDescr[ \t]*\{([^}]*)\}/m),
  };
}

/** Why a source is not even tried, or null: Mermaid lays out many times slower than it reads. */
export function tooLargeToDraw(source: string): string | null {
  if (source.length > LARGEST) return `Its source has more than ${LARGEST / 1_000},000 characters.`;
  return source.split("\n").length > MOST_LINES ? `Its source has more than ${MOST_LINES / 1_000},000 lines.` : null;
}
