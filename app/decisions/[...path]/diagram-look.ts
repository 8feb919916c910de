export const TOKENS = [
  ...(["canvas", "surface", "sunken", "line", "line-2", "line-3", "ink", "ink-2", "ink-3", "on-ink", "chalk"] as const),
  ...(["chalk-soft", "met-soft", "risk-soft", "unknown-soft", "breach-soft", "breach"] as const),
];
type Token = (typeof TOKENS)[number];
export type Tokens = Record<Token, string>;

/** Tints that ink can be read on, for what a diagram tells apart by colour alone. */
const TINTS = ["chalk-soft", "met-soft", "risk-soft", "unknown-soft", "breach-soft", "sunken"] as const;
/** As many as Mermaid numbers. */
const SCALE = 12;

/** Our tokens under the names that Mermaid's base theme has for them: ink on tints, quiet lines, no gradients. */
export function variablesFrom(token: Tokens): Record<string, string> {
  const tints = Array.from({ length: SCALE }, (_, i) => token[TINTS[i % TINTS.length] ?? "sunken"]);
  const numbered = (name: string, from: number, colours: readonly string[]) =>
    Object.fromEntries(colours.map((colour, i) => [`${name}${i + from}`, colour]));
  return {
    fontSize: "13px",
    background: token.canvas,
    textColor: token.ink,
    titleColor: token.ink,
    lineColor: token["ink-2"],
    primaryColor: token.surface,
    primaryTextColor: token.ink,
    primaryBorderColor: token["line-3"],
    secondaryColor: token["chalk-soft"],
    secondaryTextColor: token.ink,
    secondaryBorderColor: token["line-3"],
    tertiaryColor: token.sunken,
    tertiaryTextColor: token.ink,
    tertiaryBorderColor: token["line-2"],
    mainBkg: token.surface,
    nodeBorder: token["line-3"],
    nodeTextColor: token.ink,
    clusterBkg: token.sunken,
    clusterBorder: token["line-2"],
    edgeLabelBackground: token.canvas,
    noteBkgColor: token["chalk-soft"],
    noteTextColor: token.ink,
    noteBorderColor: token["line-2"],
    errorBkgColor: token.surface,
    errorTextColor: token.ink,
    actorBkg: token.surface,
    actorBorder: token["line-3"],
    actorTextColor: token.ink,
    actorLineColor: token["line-3"],
    signalColor: token["ink-2"],
    signalTextColor: token.ink,
    labelBoxBkgColor: token.sunken,
    labelBoxBorderColor: token["line-3"],
    labelTextColor: token.ink,
    loopTextColor: token.ink,
    activationBkgColor: token.sunken,
    activationBorderColor: token["line-3"],
    sequenceNumberColor: token["on-ink"],
    sectionBkgColor: token.sunken,
    sectionBkgColor2: token.sunken,
    altSectionBkgColor: token.canvas,
    gridColor: token["line-2"],
    taskBkgColor: token["chalk-soft"],
    taskBorderColor: token.chalk,
    taskTextColor: token.ink,
    taskTextDarkColor: token.ink,
    taskTextLightColor: token.ink,
    taskTextOutsideColor: token.ink,
    taskTextClickableColor: token.ink,
    activeTaskBkgColor: token.surface,
    activeTaskBorderColor: token.chalk,
    doneTaskBkgColor: token.sunken,
    doneTaskBorderColor: token["line-3"],
    critBkgColor: token["breach-soft"],
    critBorderColor: token.breach,
    todayLineColor: token.ink,
    personBkg: token["chalk-soft"],
    personBorder: token["line-3"],
    pieTitleTextColor: token.ink,
    pieTitleTextSize: "15px",
    pieSectionTextColor: token.ink,
    pieLegendTextColor: token.ink,
    pieSectionTextSize: "13px",
    pieLegendTextSize: "13px",
    pieStrokeColor: token["line-3"],
    pieStrokeWidth: "1px",
    pieOuterStrokeColor: token["line-3"],
    pieOuterStrokeWidth: "1px",
    pieOpacity: "1",
    ...numbered("pie", 1, tints),
    ...numbered("cScale", 0, tints),
    ...numbered(
      "cScaleLabel",
      0,
      tints.map(() => token.ink),
    ),
    ...numbered(
      "cScalePeer",
      0,
      tints.map(() => token["line-3"]),
    ),
    ...numbered(
      "cScaleInv",
      0,
      tints.map(() => token["line-3"]),
    ),
    ...numbered("surface", 0, tints),
    ...numbered("git", 0, tints),
    ...numbered(
      "gitBranchLabel",
      0,
      tints.map(() => token.ink),
    ),
    ...numbered("fillType", 0, tints),
  };
}
