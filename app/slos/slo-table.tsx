"use client";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useKeys } from "@/app/_keys/keys";
import { Icon } from "@/app/_parts/icons";
import { count } from "@/lib/format/count";
import { windowInWords } from "@/lib/format/duration";
import { type ListSort, type ListTerms, NO_TERMS } from "@/lib/slo/list-terms";
import type { Arrangement } from "./arrange";
import { itemsOf, nextRow } from "./items";
import { hrefOf, Row } from "./slo-row";
import { GROUP_WORDS, SORT_WORDS } from "./term-words";
import { useGradually } from "./use-gradually";
import { useVirtualRows } from "./use-virtual-rows";

type Props = {
  arrangement: Arrangement;
  terms: ListTerms;
  change: (change: Partial<ListTerms>) => void;
  now: string;
  /** The rest of the rows is still asked for. */
  partial: boolean;
};

/** The rows on the screen, of all there are: what is not drawn is told by the numbers of the rows. */
export function SloTable({ arrangement, terms, change, now, partial }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState<{ key: string; n: number }>({ key: "", n: 0 });
  const items = useMemo(
    () => itemsOf(arrangement.groups, terms.folded, terms.group !== "none"),
    [arrangement, terms.folded, terms.group],
  );
  const current = at.key === "" ? -1 : items.findIndex(({ key }) => key === at.key);
  const { drawn, total, measure, scrollTo } = useVirtualRows(items, body, current);
  const shown = drawn.flatMap(({ index }) => items[index]?.key ?? []);
  // On paper all rows are drawn; cards are measured as they are.
  const whole = useGradually(shown, at.key, total === null || measure !== undefined);
  const go = (step: 1 | -1): void => {
    const next = nextRow(items, current, step);
    const item = items[next];
    if (!item) return;
    scrollTo(next);
    setAt(({ n }) => ({ key: item.key, n: n + 1 }));
  };
  const router = useRouter();
  const open = (): void => {
    const item = items[current];
    if (item?.kind === "row" && item.row) router.push(hrefOf(item.row));
  };
  useKeys([
    { keys: "j", says: "next SLO", act: () => go(1) },
    { keys: "k", says: "SLO before", act: () => go(-1) },
    { keys: "o Enter", says: "open it", act: open },
  ]);
  /** Follows the plain links of rows within the app. */
  const lead = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href");
    if (!href || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(href);
  };
  const fold = (key: string, opened: boolean): void =>
    change({ folded: opened ? [...terms.folded, key] : terms.folded.filter((each) => each !== key) });
  // What a row says of the present changes with the minute, not with every answer.
  const minute = now.slice(0, 16);
  const grouped = terms.group === "none" ? "" : ` by ${GROUP_WORDS[terms.group].toLowerCase()}`;
  return (
    <div className="panel tw">
      <table className="tb ls" aria-rowcount={items.length + 1} aria-busy={partial}>
        <caption className="sr">
          SLOs{grouped}, sorted by {SORT_WORDS[terms.sort].toLowerCase()}
          {terms.order === "desc" && ", the other way round"}
        </caption>
        <Head terms={terms} change={change} window={arrangement.window} />
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link that is pressed by a key says it was clicked. */}
        <tbody ref={body} style={total === null ? undefined : { height: total }} onClick={lead}>
          {drawn.map(({ index, top }) => {
            const item = items[index];
            if (!item) return null;
            const line = index + 2;
            const place = top === null ? undefined : { top };
            if (item.kind === "row" && item.row && !whole.has(item.key))
              return (
                <tr key={item.key} aria-rowindex={line} className="r soon" style={place}>
                  <th scope="row" className="cn">
                    {item.row.name}
                  </th>
                </tr>
              );
            if (item.kind === "row" && item.row)
              return (
                <Row
                  key={item.key}
                  row={item.row}
                  minute={minute}
                  line={line}
                  index={index}
                  top={top}
                  measure={measure}
                  focus={item.key === at.key ? at.n : 0}
                  withWindow={arrangement.window === null}
                />
              );
            return item.kind === "group" ? (
              <tr key={item.key} ref={measure} data-index={index} aria-rowindex={line} className="g" style={place}>
                <th scope="rowgroup">
                  <button type="button" aria-expanded={item.open} onClick={() => fold(item.group.key, item.open)}>
                    <Icon name={item.open ? "down" : "chevron"} />
                    <b>{item.group.label}</b>
                    <span>{count(item.group.size)}</span>
                  </button>
                </th>
              </tr>
            ) : (
              <tr key={item.key} ref={measure} data-index={index} aria-rowindex={line} className="wait" style={place}>
                <td>
                  <span className="sk" />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Head({ terms, change, window }: Pick<Props, "terms" | "change"> & { window: string | null }) {
  const by = (sort: ListSort, className: string, words: ReactNode, also?: ListSort) => {
    const on = terms.sort === sort || terms.sort === also;
    const turn = (): void =>
      change(on ? { order: terms.order === "asc" ? "desc" : "asc" } : { sort, order: NO_TERMS.order });
    return (
      <th
        scope="col"
        className={className}
        aria-sort={on ? (terms.order === "asc" ? "ascending" : "descending") : "none"}
      >
        <button type="button" onClick={turn}>
          {words}
          {on && <Icon name={terms.order === "asc" ? "up" : "sink"} size={11} />}
        </button>
      </th>
    );
  };
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className="cv">
          Verdict
        </th>
        {by("name", "cn", "SLO")}
        {by("service", "c-s", "Service")}
        <th scope="col" className="c-t">
          Team
        </th>
        <th scope="col" className="num c-i">
          Tier
        </th>
        {by("attainment", "num cf", window === null ? "Window" : windowInWords(window))}
        <th scope="col" className="ct">
          Target
        </th>
        <td className="csp" />
        {by("budget", "cb", "Budget left")}
        {by("gone", "ce", "Gone in", "need")}
        <th scope="col" className="cd">
          Decision
        </th>
        {by("coverage", "num cc", "Coverage")}
      </tr>
    </thead>
  );
}
