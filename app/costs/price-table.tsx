"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { count } from "@/lib/format/count";
import { unitPrice } from "@/lib/format/money";
import { day, dayAndTime, monthName } from "@/lib/format/time";
import type { CostsView, PriceRow } from "@/lib/views/costs";

const PriceDialog = dynamic(() => import("./price-dialog"), { ssr: false });

type Statement = NonNullable<PriceRow["now"]>;

/** What each thing costs, where and when that was read, and how sure it is. */
export function PriceTable({ view }: { view: CostsView }) {
  const { prices, month, mayEdit, signedIn } = view;
  const [edited, setEdited] = useState<string | null>(null);
  const open = prices.find(({ id }) => id === edited);
  const used = new Set(
    month?.items.flatMap((item) => [item.with, item.without].flatMap((cell) => cell?.priceId ?? [])),
  );
  const [billed, others] = [prices.filter(({ id }) => used.has(id)), prices.filter(({ id }) => !used.has(id))];
  const edit = mayEdit ? setEdited : null;
  if (prices.length === 0)
    return (
      <section aria-labelledby="prices">
        <h2 id="prices">Unit prices</h2>
        <p className="soft">No price is stated: COSTS_DIR names no folder with a price list.</p>
      </section>
    );
  return (
    <section className="panel" aria-labelledby="prices">
      <div className="ph">
        <h2 id="prices">Unit prices</h2>
      </div>
      <p className="sum">
        List prices that bill {monthName(view.running)}. A change bills from the running month or a later one on; months
        that have passed keep what billed them. {!mayEdit && "Editors of all services change prices. "}
        {!signedIn && <SignInLink />}
      </p>
      <div className="pb">
        {billed.length > 0 && <Rows rows={billed} edit={edit} />}
        {billed.length === 0 ? (
          <Rows rows={others} edit={edit} />
        ) : (
          others.length > 0 && (
            <details className="others">
              <summary>{count(others.length)} more prices of the list, which this month does not need</summary>
              <Rows rows={others} edit={edit} />
            </details>
          )
        )}
      </div>
      {open && <PriceDialog row={open} running={view.running} close={() => setEdited(null)} />}
    </section>
  );
}

function Rows({ rows, edit }: { rows: PriceRow[]; edit: ((id: string) => void) | null }) {
  return (
    <ul className="prices">
      {rows.map((row) => (
        <li key={row.id}>
          <div>
            <p>
              <b>{row.title}</b>
            </p>
            <p className="hint">
              {row.words}, {row.provider}
            </p>
          </div>
          {row.now ? <Tiers row={row} statement={row.now} /> : <p className="muted">Not billed yet</p>}
          <div className="hint">
            {row.now && (
              <p>
                <Source statement={row.now} /> {ofRead(row.now)}
              </p>
            )}
            {row.now?.note && <p>{row.now.note}</p>}
            {row.later && (
              <p>
                From {monthName(row.later.from)} on: {inOneLine(row.later, row.unit)}
              </p>
            )}
            {row.file && (
              <p className="drifts">
                <Icon name="differs" size={12} />
                <span>Its file says {inOneLine(row.file, row.unit)}</span>
              </p>
            )}
            <History row={row} />
          </div>
          <div className="do noprint">
            {edit && (
              <button type="button" className="btn sm" onClick={() => edit(row.id)}>
                Change<span className="sr"> {row.title}</span>
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Tiers({ row: { unit }, statement: { tiers, currency, why } }: { row: PriceRow; statement: Statement }) {
  return (
    <ul className="tiers">
      {tiers.map(({ upTo, micros }, i) => (
        <li key={upTo ?? "rest"}>
          {micros === null ? (
            <span className="tone-unknown">unknown</span>
          ) : (
            <span className="nowrap strong">{unitPrice(micros, currency)}</span>
          )}{" "}
          <span className="muted">
            {tiers.length === 1 ? `per ${unit}` : tierWords(tiers[i - 1]?.upTo ?? null, upTo, unit)}
          </span>
        </li>
      ))}
      {why && <li className="hint">{capital(why)}.</li>}
    </ul>
  );
}

function tierWords(from: number | null, upTo: number | null, unit: string): string {
  if (upTo === null) return `per ${unit} above ${count(from ?? 0)}`;
  return `per ${unit} up to ${count(upTo)}`;
}

function Source({ statement: { source, sureness } }: { statement: Statement }) {
  const name = URL.canParse(source) ? new URL(source).hostname.replace(/^www\./, "") : null;
  return (
    <>
      {name === null ? (
        <span>{source === "assumption" ? "Assumed, no source" : "No source found"}</span>
      ) : (
        <a href={source} target="_blank" rel="noreferrer">
          {name}
        </a>
      )}
      , {sureness} sureness,
    </>
  );
}

const ofRead = ({ read, published }: Statement): string =>
  `read ${day(read)}${published ? `, published ${day(published)}` : ", undated"}.`;

const inOneLine = ({ tiers, currency }: Statement, unit: string): string => {
  const [first, ...more] = tiers.map(({ micros }) => (micros === null ? "unknown" : unitPrice(micros, currency)));
  return more.length === 0 ? `${first} per ${unit}` : `${[first, ...more].join(", then ")} per ${unit}`;
};

function History({ row: { history, unit } }: { row: PriceRow }) {
  return (
    <details>
      <summary>{history.length === 1 ? "Stated once" : `Stated ${count(history.length)} times`}</summary>
      <ul>
        {history.map((each) => (
          <li key={each.n}>
            {each.withdrawn ? "Withdrawn" : inOneLine(each, unit)}, from {monthName(each.from)} on: {each.reason}{" "}
            <span className="nowrap">{each.author}</span>, {dayAndTime(each.at)}
          </li>
        ))}
      </ul>
    </details>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
