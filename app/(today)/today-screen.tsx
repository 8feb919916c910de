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
import { Waiting } from "./waiting";
import "./row.css";
import "./today.css";

export function TodayScreen({ initial }: { initial: TodayView }) {
  const view = useScreen(screens.today(), initial);
  const listed = view.breached.total + view.atRisk.total + view.unknown.total + view.noTraffic.total;
  if (listed + view.met.total === 0)
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
          {listed > 0 && (
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
                <span className="c-c">Coverage</span>
              </div>
              <div className="list">
                <span className="pl" aria-hidden="true">
                  <Bob />
                </span>
                <Group title="Breached" why="past the target now" verdict="breached" group={view.breached} />
                <Group
                  title="Will run out first"
                  why="by time to exhaustion at the present burn"
                  verdict="at-risk"
                  group={view.atRisk}
                />
                <Group
                  title="Unknown"
                  why="we could not ask; not counted as healthy"
                  verdict="unknown"
                  group={view.unknown}
                />
                <Group
                  title="No traffic"
                  why="we asked; nothing happened"
                  verdict="no-traffic"
                  group={view.noTraffic}
                />
              </div>
            </>
          )}
          <Waiting view={view} />
          <Rest group={view.met} alone={listed === 0} />
        </section>
        <SinceYesterday view={view} />
      </div>
    </div>
  );
}

function Facts({ view }: { view: TodayView }) {
  const now = useServerTime(view.now, 5);
  const { finalTo } = view;
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
