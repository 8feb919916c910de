import { count } from "@/lib/format/count";
import { percent, THIN } from "@/lib/format/percent";
import { day } from "@/lib/format/time";
import type { Matrix } from "./matrix";
import { type Flip, type Weighed, type Weighing, weighed } from "./weighing";

/** What of a matrix is quoted: the totals and what they hang on, or each score with its reason. */
type Part = "totals" | "scores";

/** A place in a record that a matrix fills: from the line below its opening comment to the line above `<!-- /matrix -->`. */
type Place = { name: string; part: Part; line: number; from: number; to: number };

const OPENS = /^<!-- matrix (\S+)( scores)? -->$/;
const CLOSES = "<!-- /matrix -->";

export type Quoted = {
  text: string;
  /** The names of the files that are quoted, as they are written. */
  names: string[];
  /** Places whose text is not what the matrix says now, by their line. */
  stale: { name: string; line: number }[];
  problems: { message: string; line: number }[];
};

/** A record with every matrix that it names written out anew; `matrixOf` answers null for one that could not be read. */
export function quoteMatrices(text: string, matrixOf: (name: string) => Matrix | null): Quoted {
  const lines = text.split("\n");
  const { places, problems } = placesIn(lines);
  const stale: Quoted["stale"] = [];
  for (const { name, part, line, from, to } of places.toReversed()) {
    const matrix = matrixOf(name);
    if (matrix === null) {
      problems.push({ message: `The matrix “${name}” could not be read.`, line });
      continue;
    }
    const written = ["", ...(part === "scores" ? scoreLines(matrix) : totalLines(matrix)), ""];
    if (lines.slice(from, to).join("\n") !== written.join("\n")) stale.unshift({ name, line });
    lines.splice(from, to - from, ...written);
  }
  return { text: lines.join("\n"), names: [...new Set(places.map(({ name }) => name))], stale, problems };
}

function placesIn(lines: readonly string[]): { places: Place[]; problems: Quoted["problems"] } {
  const places: Place[] = [];
  const problems: Quoted["problems"] = [];
  let open: Place | null = null;
  lines.forEach((text, at) => {
    const [, name, scores] = OPENS.exec(text) ?? [];
    if (name !== undefined) {
      if (open) problems.push({ message: `The matrix “${open.name}” is not closed by ${CLOSES}.`, line: open.line });
      open = { name, part: scores ? "scores" : "totals", line: at + 1, from: at + 1, to: at + 1 };
    } else if (text === CLOSES) {
      if (open) places.push({ ...open, to: at });
      else problems.push({ message: `${CLOSES} closes no matrix.`, line: at + 1 });
      open = null;
    }
  });
  // TypeScript does not see what the closure above has set.
  const left = open as Place | null;
  if (left) problems.push({ message: `The matrix “${left.name}” is not closed by ${CLOSES}.`, line: left.line });
  return { places, problems };
}

function totalLines(matrix: Matrix): string[] {
  const weighing = weighed(matrix);
  const { ranked, flips } = weighing;
  const options = ranked.flatMap(({ option }) => matrix.options.find(({ id }) => id === option) ?? []);
  const rows = matrix.criteria.map(({ title, weight }, at) => [
    title,
    `${weight}`,
    ...options.map(({ scores }) => `${scores[at]?.score}`),
  ]);
  const sum = matrix.criteria.reduce((all, { weight }) => all + weight, 0);
  return [
    ...matrix.criteria.map(({ title, why }) => `- **${title}.** ${why}`),
    "",
    ...table(
      ["Criterion", "Weight", ...options.map(({ id, title }) => (id === matrix.chosen ? `**${title}**` : title))],
      [...rows, ["**Total**, by weight", `${sum}`, ...ranked.map(({ total }) => `**${inHundredths(total)}**`)]],
    ),
    "",
    verdict(matrix, weighing),
    "",
    "Each criterion's share of all weights, and from which share on the choice flips, the others staying as they are:",
    "",
    ...table(
      ["Criterion", "Now", "Flips below", "Flips above"],
      flips.map((flip) => [
        flip.title,
        percent(flip.share, 0),
        pointOf(flip.below, matrix),
        pointOf(flip.above, matrix),
      ]),
    ),
  ];
}

function verdict(matrix: Matrix, { ranked, steadiness, doubted, margins }: Weighing): string {
  const [first, second] = ranked;
  if (!first || !second) return "";
  const isLevel = leadOf(first, second) === inHundredths(0);
  const lead = `${leadInWords(first, second)}.`;
  const chosen =
    first.option === matrix.chosen ? "" : ` Chosen is ${titleOf(matrix, matrix.chosen)}, against the totals.`;
  const steady = ` With each weight halved, kept or doubled, in all ${count(steadiness.of)} combinations, ${isLevel ? first.title : "it"} leads in ${count(steadiness.led)}.`;
  const doubt = doubted
    ? ` With every score that is not surely known moved a point against it, ${leadInWords(doubted.first, doubted.second)}.`
    : "";
  const [nearest] = margins;
  if (isLevel) return lead + chosen + steady + doubt;
  const margin = nearest
    ? ` The score that it can least afford to lose is “${nearest.title}”: ${inHundredths(nearest.by)} points less there, and ${titleOf(matrix, nearest.to)} draws level.`
    : " No single score of it, however low, would change that.";
  return lead + chosen + steady + doubt + margin;
}

function scoreLines({ criteria, options }: Matrix): string[] {
  const rows = criteria.flatMap(({ title }, at) =>
    options.flatMap(({ title: option, scores }) => {
      const score = scores[at];
      if (!score) return [];
      const { because, source, read, sure } = score;
      return [[title, option, `${score.score}`, because, sourceOf(source), read ? dayOf(read) : "–", sure]];
    }),
  );
  return table(["Criterion", "Option", "Score", "Because", "Source", "Read", "Sure"], rows);
}

/** An address is named by its host, so that it takes little of the table. */
function sourceOf(source: string): string {
  return /^https?:\/\/\S+$/.test(source) ? `[${new URL(source).hostname.replace(/^www\./, "")}](${source})` : source;
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** In one piece, so that a narrow column does not break it. */
const dayOf = (read: string): string => day(`${read}T00:00:00Z`).replace(/ /g, THIN);
const inHundredths = (n: number): string => n.toFixed(2);
const leadInWords = (first: Weighed, second: Weighed): string =>
  leadOf(first, second) === inHundredths(0)
    ? `${first.title} and ${second.title} are level`
    : `${first.title} leads ${second.title} by ${leadOf(first, second)}`;
const leadOf = (first: Weighed, second: Weighed): string => inHundredths(first.total - second.total);
const titleOf = ({ options }: Matrix, id: string): string => options.find((option) => option.id === id)?.title ?? id;
const pointOf = (point: Flip["below"], matrix: Matrix): string =>
  point === null ? "never" : `${percent(point.share, 0)}, to ${titleOf(matrix, point.to)}`;
