import { parser } from "@prometheus-io/lezer-promql";
import { withRange } from "./promql-tree";

export type TokenKind = "function" | "word" | "label" | "text" | "number" | "duration" | "comment" | "wrong";

/** A run of characters of one kind; null where they are nothing in particular. */
export type Token = { text: string; kind: TokenKind | null };

const KINDS: Record<string, TokenKind> = {
  FunctionIdentifier: "function",
  AggregateOp: "function",
  LabelName: "label",
  QuotedLabelName: "label",
  StringLiteral: "text",
  LineComment: "comment",
  NumberDurationLiteral: "number",
  NumberDurationLiteralInDurationContext: "duration",
  By: "word",
  Without: "word",
  On: "word",
  Ignoring: "word",
  GroupLeft: "word",
  GroupRight: "word",
  Bool: "word",
  Offset: "word",
  And: "word",
  Or: "word",
  Unless: "word",
};

/** The query in pieces, for colouring; joined they are the query again. A mistake takes at least one character. */
export function tokensOf(query: string): Token[] {
  const kinds: (TokenKind | null)[] = new Array(query.length).fill(null);
  parser.parse(withRange(query)).iterate({
    enter: ({ name, type, from, to }) => {
      const kind = type.isError ? "wrong" : KINDS[name];
      if (kind) kinds.fill(kind, Math.min(from, query.length - 1), Math.max(to, from + 1));
    },
  });
  const tokens: Token[] = [];
  for (let i = 0; i < query.length; i++) {
    const [kind, last] = [kinds[i] ?? null, tokens.at(-1)];
    if (last && last.kind === kind) last.text += query[i];
    else tokens.push({ text: query[i] ?? "", kind });
  }
  return tokens;
}
