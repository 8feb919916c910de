export type Line = { text: string; number: number };

const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})(.*)$/;

/** The lines a reader sees as text: without fenced samples and HTML comments, which hold example statuses in real records. */
export function visibleLines(body: string, firstLine: number): Line[] {
  const lines: Line[] = [];
  let fence: string | null = null;
  let inComment = false;
  body.split("\n").forEach((raw, index) => {
    if (fence !== null) {
      if (closes(raw, fence)) fence = null;
      return;
    }
    const text = withoutComments(raw, inComment);
    inComment = text.inComment;
    const mark = FENCE.exec(text.visible);
    if (mark?.[1] !== undefined && !(mark[1].startsWith("`") && mark[2]?.includes("`"))) fence = mark[1];
    else lines.push({ text: text.visible, number: firstLine + index });
  });
  return lines;
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
