export type Line = { text: string; number: number };

const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})(.*)$/;

/**
 * The lines a reader sees as text: without fenced samples and HTML comments, which hold example statuses in real records. A fence
 * that opens the record and holds nothing but "name: value" is no sample: some write their facts so, to keep them on lines.
 */
export function visibleLines(body: string, firstLine: number): Line[] {
  const lines: Line[] = [];
  const raws = body.split("\n");
  let fence: string | null = null;
  let isFacts = false;
  let inComment = false;
  raws.forEach((raw, index) => {
    if (fence !== null) {
      if (closes(raw, fence)) fence = null;
      else if (isFacts) lines.push({ text: raw, number: firstLine + index });
      return;
    }
    const text = withoutComments(raw, inComment);
    inComment = text.inComment;
    const mark = FENCE.exec(text.visible);
    if (mark?.[1] !== undefined && !(mark[1].startsWith("`") && mark[2]?.includes("`"))) {
      fence = mark[1];
      isFacts = opensRecord(lines) && holdsFacts(raws.slice(index + 1, index + 1 + MOST_FACTS), fence);
    } else lines.push({ text: text.visible, number: firstLine + index });
  });
  return lines;
}

const MOST_FACTS = 20;
const FACT = /^\s*[\p{L}][\p{L} _-]{1,30}:\s*(?!$)[^<>{}|]{1,200}$/u;

/** Nothing but the title stands before. */
function opensRecord(lines: Line[]): boolean {
  if (lines.length >= MOST_FACTS) return false;
  return lines.filter(({ text }) => text.trim() !== "" && !/^=+\s*$/.test(text)).length <= 1;
}

function holdsFacts(lines: string[], fence: string): boolean {
  const end = lines.findIndex((line) => closes(line, fence));
  const facts = lines.slice(0, Math.max(end, 0)).filter((line) => line.trim() !== "");
  return (
    facts.length > 0 &&
    facts.every((line) => FACT.test(line)) &&
    facts.some((line) => /^\s*[\p{L} ]*\b(?:status|statut|estado|state)\b/iu.test(line))
  );
}

function closes(line: string, fence: string): boolean {
  const mark = line.replace(/^[\s>]*/, "").trimEnd();
  return mark.length >= fence.length && mark === (fence[0] ?? "").repeat(mark.length);
}

function withoutComments(line: string, inComment: boolean): { visible: string; inComment: boolean } {
  let visible = "";
  let rest = line;
  let hidden = inComment;
  while (rest !== "") {
    const mark = hidden ? "-->" : "<!--";
    const at = rest.indexOf(mark);
    if (!hidden) visible += at === -1 ? rest : rest.slice(0, at);
    if (at === -1) break;
    rest = rest.slice(at + mark.length);
    hidden = !hidden;
  }
  return { visible, inComment: hidden };
}
