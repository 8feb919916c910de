import { budgetLeft, budgetOutlook } from "@/app/_parts/budget";
import { decisionLabel } from "@/app/_parts/decision-tag";
import { longDay, shortWeekday } from "@/lib/format/time";
import type { ReviewItem, TodayView } from "@/lib/views/today";
import { handledWords } from "./item-words";
import { lastHourFigure } from "./last-hour";
import { lede } from "./lede";

/** What somebody called a thing must not become a link, a heading or a mention of its own. */
export const escaped = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]()<>#|~!]/g, "\\$&")
    .replace(/@/g, "@\u200b");

const address = (origin: string, href: string): string =>
  `${origin.replace(/\/$/, "")}${href}`.replace(/[()<>\s]/g, encodeURIComponent);

/** The review in Markdown, for a chat: the sentence, what needs somebody and who has it, and what is carried over. */
export function chatSummary(view: TodayView, origin: string): string {
  const { bold, rest } = lede(view);
  const { items, now, carried } = view;
  const groups = [
    ["Breached", view.breached],
    ["At risk", view.atRisk],
    ["Unknown", view.unknown],
    ["No traffic", view.noTraffic],
    ["To settle", view.toSettle],
  ] as const;
  const lines = [
    `[${longDay(now)}](${address(origin, "/")}): ${items.handled} of ${items.total} handled`,
    "",
    `**${escaped(bold)}** ${escaped(rest)}`.trim(),
    ...groups.flatMap(([title, { items, total }]) => [
      ...(total > 0 ? ["", `**${title}**`, ...items.map((item) => `- ${itemLine(item, origin, now)}`)] : []),
      ...(total > items.length ? [`- and ${total - items.length} more`] : []),
    ]),
    ...(carried.total > 0 ? ["", "**Carried over**"] : []),
    ...carried.items.map(
      ({ text, owner, dueDay }) => `- ${escaped(text)} (${escaped(owner)}, due ${shortWeekday(dueDay)})`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function itemLine(item: ReviewItem, origin: string, now: string): string {
  const { name, href, row, kind, words, handled, decision } = item;
  const link = `[${escaped(name)}](${address(origin, href)})`;
  const said = handled ? ` ${escaped(handledWords(handled, now))}` : " Nobody has it yet.";
  if (!row || kind === "drift" || kind === "unknown" || kind === "no-traffic")
    return `${link}: ${escaped(words.bold)}${said}`;
  const { figure, target } = lastHourFigure(row);
  const promised = decision ? ` (${escaped(decisionLabel(decision))})` : "";
  const figures = `${figure} in the last hour, ${target}; ${budgetLeft(row.budget.remaining)}, ${budgetOutlook(row)}`;
  return `${link}${promised}: ${escaped(figures)}.${said}`;
}
