"use client";
import type { EChartsCoreOption } from "echarts/core";
import dynamic from "next/dynamic";
import { type ReactNode, useId, useState } from "react";
import type { QueryLink } from "@/lib/views/slo";
import { FirstLine } from "./first-line";
import type { Sheet } from "./palette";
import { QueryTwin } from "./query-twin";
import type { Zoom } from "./use-zoom";
import "./charts.css";

const EChart = dynamic(() => import("./echart"), { ssr: false });

type Props = {
  title: string;
  /** What the picture says, in one sentence: shown above it and read in its place. */
  sentence: string;
  option: (sheet: Sheet) => EChartsCoreOption;
  group: string;
  height: number;
  table: ReactNode;
  queries: QueryLink[];
  zoom?: Zoom | undefined;
};

/** Title, sentence, picture; the same as a table and the questions behind it one press away. */
export function ChartPanel({ title, sentence, option, group, height, table, queries, zoom }: Props) {
  const [isDrawn, setDrawn] = useState(false);
  const [twin, setTwin] = useState<"table" | "query" | null>(null);
  const id = useId();
  const toggle = (which: "table" | "query") => setTwin(twin === which ? null : which);
  return (
    <section className="panel chart" aria-labelledby={`${id}h`}>
      <div className="ph">
        <h2 id={`${id}h`}>{title}</h2>
        <span className="r noprint">
          <button
            type="button"
            className="link"
            aria-expanded={twin === "table"}
            aria-controls={id}
            onClick={() => toggle("table")}
          >
            Table
          </button>
          {queries.length > 0 && (
            <button
              type="button"
              className="link"
              aria-expanded={twin === "query"}
              aria-controls={id}
              onClick={() => toggle("query")}
            >
              Query
            </button>
          )}
        </span>
      </div>
      <p className="sum">{sentence}</p>
      <div className="pb">
        <div className="drawing" style={{ height }}>
          {!isDrawn && <FirstLine option={option} />}
          <div className="picture">
            <EChart
              option={option}
              group={group}
              label={`${title}. ${sentence}`}
              onDrawn={() => setDrawn(true)}
              zoom={zoom}
            />
          </div>
        </div>
        <div id={id} className="twin" hidden={twin === null}>
          {twin === "table" && table}
          {twin === "query" && <QueryTwin queries={queries} />}
        </div>
      </div>
    </section>
  );
}
