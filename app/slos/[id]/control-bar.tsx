"use client";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { Icon } from "@/app/_parts/icons";
import { duration } from "@/lib/format/duration";
import { RANGE_NAMES } from "@/lib/slo/range";
import type { SloView } from "@/lib/views/slo";
import { CopyLink } from "./copy-link";
import { RANGE_WORDS, withRange } from "./range";
import { RangeFields } from "./range-fields";

/** The range and what stands beside the measured line. All of it is in the address, so that back undoes it. */
export function ControlBar({ view: { range, previous, annotations, alerts, now } }: { view: SloView }) {
  const router = useRouter();
  const present = new URLSearchParams(useSearchParams());
  const length = duration((Date.parse(range.to) - Date.parse(range.from)) / 1_000);
  const happened = present.get("deploys") !== "off";
  const alerting = present.get("alerts") !== "off";
  const turn = (name: string, value: string | null): void => {
    const query = new URLSearchParams(present);
    if (value === null) query.delete(name);
    else query.set(name, value);
    router.push(`?${query}`, { scroll: false });
  };
  return (
    <div className="ctl noprint">
      <nav className="seg" aria-label="Range">
        {RANGE_NAMES.map((name) => (
          <Link
            key={name}
            href={withRange(present, name)}
            scroll={false}
            prefetch={false}
            aria-current={name === range.name ? "page" : undefined}
          >
            {RANGE_WORDS[name]}
          </Link>
        ))}
      </nav>
      <RangeFields
        key={`${range.name} ${range.name === null ? range.from + range.to : ""}`}
        range={range}
        now={now}
        show={(span) => router.push(withRange(present, span), { scroll: false })}
      />
      <button
        type="button"
        className="btn sm"
        aria-pressed={previous !== null}
        onClick={() => turn("previous", previous === null ? "on" : null)}
      >
        <span className="sw" aria-hidden="true" />
        Previous {length}
      </button>
      <button
        type="button"
        className="btn sm"
        aria-pressed={happened}
        onClick={() => turn("deploys", happened ? "off" : null)}
      >
        <Icon name="bolt" />
        Deploys
        <span className="muted">{annotations.length}</span>
      </button>
      {alerts.length > 0 && (
        <button
          type="button"
          className="btn sm"
          aria-pressed={alerting}
          onClick={() => turn("alerts", alerting ? "off" : null)}
        >
          <Icon name="bell" />
          Alerts
          <span className="muted">{alerts.length}</span>
        </button>
      )}
      <CopyLink range={range} present={present} />
    </div>
  );
}
