"use client";
import { Bob } from "@/app/_parts/bob";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { useServerTime } from "@/app/_use-server-time";
import { percent } from "@/lib/format/percent";
import { ago, briefly, longDay } from "@/lib/format/time";
import type { TodayView } from "@/lib/views/today";
import { lede } from "./lede";
import { NoSloYet } from "./no-slo-yet";
import { Rest } from "./rest";
import { Group } from "./row";
import { SinceYesterday } from "./since-yesterday";
import "./row.css";
import "./today.css";

export function TodayScreen({ initial }: { initial: TodayView }) {
  const view = useScreen(screens.today(), initial);
  const listed = [...view.breached, ...view.atRisk, ...view.unknown, ...view.noTraffic];
  if (listed.length + view.met.length === 0)
    return (
      <div className="today">
        <h1>{longDay(view.now)}</h1>
        <NoSloYet />
      </div>
    );
  const { bold, rest } = lede(view);
  return (
    <div className="today">
      <h1>{longDay(view.now)}</h1>
      <p className="lede">
        <b>{bold}</b> {rest}
      </p>
      <Facts view={view} />
      <div className="cols">
        <section aria-label="Review items">
          {listed.length > 0 && (
            <>
              <div className="lh" aria-hidden="true">
                <span>Verdict</span>
                <span>SLO</span>
                <span className="c-f">Last hour</span>
                <span className="c-p">
                  <em>over</em>
                  <em>within</em>
                </span>
                <span className="c-s">Window</span>
                <span>Budget</span>
                <span className="c-c">Cov.</span>
              </div>
              <div className="list">
                <span className="pl" aria-hidden="true">
                  <Bob />
                </span>
                <Group title="Breached" why="past the target now" rows={view.breached} />
                <Group title="Will run out first" why="by time to exhaustion at the present burn" rows={view.atRisk} />
                <Group title="Unknown" why="we could not ask; not counted as healthy" rows={view.unknown} />
                <Group title="No traffic" why="we asked; nothing happened" rows={view.noTraffic} />
              </div>
            </>
          )}
          <Rest rows={view.met} alone={listed.length === 0} />
        </section>
        <SinceYesterday changes={view.changes} now={view.now} />
      </div>
    </div>
  );
}

function Facts({ view }: { view: TodayView }) {
  const now = useServerTime(view.now, 5);
  const finals = [...view.breached, ...view.atRisk, ...view.noTraffic, ...view.met].flatMap((row) => row.finalTo ?? []);
  const finalTo = finals.sort()[0];
  return (
    <div className="facts">
      {finalTo && (
        <span>
          Ledger final to <b>{briefly(finalTo, now)} UTC</b>, {ago(finalTo, now)}
        </span>
      )}
      {view.coverage !== null && (
        <span>
          Coverage <b>{percent(view.coverage)}</b>
        </span>
      )}
    </div>
  );
}
