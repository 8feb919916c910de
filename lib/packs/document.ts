import { minutesInWords } from "@/lib/format/duration";
import { type Blank, type Pack, SLI_NAMES, type SliName, type Source } from "./pack";

const percent = (share: number): string => `${Number((share * 100).toPrecision(12))} %`;
const cell = (text: string): string => text.replaceAll("|", "\\|");
const capital = (text: string): string => text[0]?.toUpperCase() + text.slice(1);

/** The table and the particulars of all packs, in Markdown. */
export function packsDocument(sources: readonly Source[]): string {
  return `# Ready-made SLOs

What each exporter can be promised of, and what it cannot tell. This page is written from \`lib/packs\`, and a test fails where it
differs: \`npx vitest run --project unit tests/unit/packs/document.test.ts -u\` writes it anew.

A tick is counted event by event; ≈ is counted nearly (see [the README](../README.md#your-own-slos)); a dash is not available from
this exporter, and its section says what to do instead.

${table(sources)}

${sources.map(section).join("\n\n")}
`;
}

function table(sources: readonly Source[]): string {
  const head = `| | ${SLI_NAMES.map(capital).join(" | ")} |`;
  const rows = sources.map(
    (source) =>
      `| [${source.system}](#${anchor(source)}), ${cell(source.exporter)} | ${SLI_NAMES.map((sli) => mark(source, sli)).join(" | ")} |`,
  );
  return [head, `| --- |${" :-: |".repeat(SLI_NAMES.length)}`, ...rows].join("\n");
}

function mark({ packs }: Source, sli: SliName): string {
  const found = packs.filter(({ slis }) => slis.includes(sli));
  if (found.length === 0) return "–";
  return found.every(isNear) ? "≈" : "✓";
}

/** Whether events are worked out or interpolated by the engine. */
export const isNear = ({ part, periodSeconds }: Pack): boolean =>
  periodSeconds !== null || /\brate\(|histogram_/.test(part);

const titleOf = ({ system, exporter }: Source): string => `${system}: ${exporter}`;
/** As GitHub makes it of a heading. */
const anchor = (source: Source): string =>
  titleOf(source)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

function section(source: Source): string {
  const late =
    source.lateSeconds === null ? "" : ` What it shows happened about ${minutesInWords(source.lateSeconds)} before.`;
  return [
    `## ${titleOf(source)}`,
    `${source.setUp}${late}`,
    ...source.packs.map(packText),
    "Not available from this exporter:",
    source.blanks.map(blankText).join("\n"),
  ].join("\n\n");
}

function packText(pack: Pack): string {
  const mapped = pack.mapped.map(({ name, says, example }) => `- \`$${name}\`: ${says}, such as \`${example}\``);
  const timing = [
    ...(pack.periodSeconds === null ? [] : [`one sum for every ${pack.periodSeconds} s`]),
    ...(pack.delaySeconds === null ? [] : [`final after ${minutesInWords(pack.delaySeconds)}`]),
  ];
  const by = pack.labels.map((label) => `\`${label}\``).join(", ");
  return [
    `### ${pack.name}`,
    [
      `- Id: \`${pack.id}\`; ${pack.slis.join(" and ")}; ${isNear(pack) ? "counted nearly" : "counted event by event"}${timing.map((each) => `; ${each}`).join("")}`,
      ...(pack.needs.length > 0 ? [`- Needs: ${pack.needs.map((name) => `\`${name}\``).join(", ")}`] : mapped),
      ...(pack.telling === null ? [] : [`- Found where its metrics have the label \`${pack.telling}\``]),
      `- ${capital(pack.counts)}: \`${pack.part}\``,
      `- All: \`${pack.total}\``,
      ...(pack.threshold === null ? [] : [`- Threshold to begin with: ${pack.threshold} ${pack.unit}`]),
      ...(by === "" ? [] : [`- To choose and to look into by: ${by}`]),
      `- To begin with: ${percent(pack.objective)} over ${pack.window}. ${pack.why}`,
      ...pack.traps.map((trap) => `- Beware: ${trap}`),
    ].join("\n"),
  ].join("\n\n");
}

const blankText = ({ sli, of, why, instead }: Blank): string =>
  `- ${capital(sli)}${of ? ` (${of})` : ""}: ${why.replace(/^not available from this exporter: /, "")} ${instead}`;
