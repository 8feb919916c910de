"use client";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { useServerTime } from "@/app/_use-server-time";
import { count, countInWords } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { ago, briefly } from "@/lib/format/time";
import type { ConnectionsView, EngineRow, ReceiverRow } from "@/lib/views/connections";

export function ConnectionsScreen({ initial }: { initial: ConnectionsView }) {
  const view = useScreen(screens.connections(), initial);
  const now = useServerTime(view.now, 5);
  return (
    <>
      <div className="top">
        <h1>Connections</h1>
      </div>
      <p className="lede">
        <b>{headline(view)}</b> They are set by environment variables; what stands here is what was last heard of them.
      </p>
      <section aria-labelledby="engines">
        <h2 id="engines">Asked for metrics</h2>
        {view.engines.length === 0 ? (
          <Empty title="No engine is set up, so nothing is counted">
            <p>
              Set PROMETHEUS_URL to a Prometheus, or to what speaks its language, or ENGINES_FILE to a list of several.
            </p>
          </Empty>
        ) : (
          <Engines rows={view.engines} shownAt={view.now} now={now} />
        )}
      </section>
      <section aria-labelledby="receivers" className="next">
        <h2 id="receivers">Told of breaches and revisits</h2>
        {view.receivers.length === 0 ? (
          <Empty title="Nobody is told of a breach">
            <p>
              Set ALERTMANAGER_URL to your Alertmanager, or ALERT_WEBHOOK_URL to a plain webhook. Breaches stand here
              meanwhile.
            </p>
          </Empty>
        ) : (
          <Receivers rows={view.receivers} shownAt={view.now} now={now} />
        )}
      </section>
    </>
  );
}

type Rows<Row> = { rows: readonly Row[]; shownAt: string; now: number };

function Engines({ rows, shownAt, now }: Rows<EngineRow>) {
  return (
    <div className="panel">
      <table className="tb cards">
        <caption className="sr">Engines in the order of their file, the default one first</caption>
        <thead>
          <tr>
            <th scope="col">Engine</th>
            <th scope="col">State</th>
            <th scope="col">SLOs</th>
            <th scope="col">A minute is final after</th>
            <th scope="col">Added to every query</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" className="cn">
                {row.name}
              </th>
              <td>
                <Said bad={row.state === "silent"} message={row.message}>
                  {engineState(row, shownAt, now)}
                </Said>
              </td>
              <td>
                {count(row.slos)}
                <span className="lb"> SLOs</span>
              </td>
              <td>
                <span className="lb">final after </span>
                {duration(row.delaySeconds)}
              </td>
              <td>
                <span className="lb">adds </span>
                {Object.keys(row.labels).length === 0 ? (
                  <span className="muted">nothing</span>
                ) : (
                  <small className="mono">
                    {Object.entries(row.labels)
                      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
                      .join(", ")}
                  </small>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Receivers({ rows, shownAt, now }: Rows<ReceiverRow>) {
  return (
    <div className="panel">
      <table className="tb cards">
        <caption className="sr">Receivers of alerts</caption>
        <thead>
          <tr>
            <th scope="col">Receiver</th>
            <th scope="col">State</th>
            <th scope="col">Last took something</th>
            <th scope="col">Waiting</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" className="cn">
                {row.name}
              </th>
              <td>
                <Said bad={row.state === "failing" || row.state === "refusing"} message={row.message}>
                  {receiverState(row, shownAt)}
                </Said>
              </td>
              <td>
                <span className="lb">last took something </span>
                {row.takenAt === null ? <span className="muted">never</span> : ago(row.takenAt, now)}
              </td>
              <td>
                <span className="lb">waiting: </span>
                {row.eventsWaiting === null ? (
                  <span className="muted">told what is open</span>
                ) : (
                  `${count(row.eventsWaiting)} ${row.eventsWaiting === 1 ? "event" : "events"}`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Said({ bad, message, children }: { bad: boolean; message: string | null; children: string }) {
  return (
    <>
      {bad ? <b className="wrong">{children}</b> : children}
      {message !== null && <small className="below">{message}</small>}
    </>
  );
}

function engineState({ state, lastAnswerAt }: EngineRow, shownAt: string, now: number): string {
  if (state === "waiting") return "not asked yet";
  if (lastAnswerAt === null) return "has never answered";
  return state === "silent" ? `silent since ${briefly(lastAnswerAt, shownAt)}` : `answered ${ago(lastAnswerAt, now)}`;
}

function receiverState({ state, failingSince }: ReceiverRow, shownAt: string): string {
  if (state === "waiting") return "nothing was sent yet";
  if (failingSince !== null) return `takes nothing since ${briefly(failingSince, shownAt)}`;
  return state === "refusing" ? "refused what it was sent last" : "takes what it is sent";
}

/** What is wrong, else how many there are. */
const headline = ({ engines, receivers }: ConnectionsView): string =>
  [
    said(engines, ({ state }) => state === "silent", ["engine", "is asked", "are asked"], ["is silent", "are silent"]),
    said(
      receivers,
      ({ state }) => state === "failing" || state === "refusing",
      ["receiver", "is told", "are told"],
      ["does not take what it is sent", "do not take what they are sent"],
    ),
  ].join(" ");

function said<Row>(
  rows: readonly Row[],
  isWrong: (row: Row) => boolean,
  [noun, one, many]: readonly [string, string, string],
  [wrongOne, wrongMany]: readonly [string, string],
): string {
  const wrong = rows.filter(isWrong).length;
  const nouns = rows.length === 1 ? noun : `${noun}s`;
  const sentence =
    wrong === 0
      ? `${countInWords(rows.length)} ${nouns} ${rows.length < 2 ? one : many}.`
      : `${countInWords(wrong)} of ${countInWords(rows.length)} ${nouns} ${wrong === 1 ? wrongOne : wrongMany}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
