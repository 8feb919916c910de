"use client";
import Link from "next/link";
import { useId, useRef } from "react";
import { Sparkline } from "@/app/_parts/sparkline";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import type { PackOffer } from "@/lib/views/pack-offers";
import type { PackRow } from "@/lib/views/pack-row";
import { objectiveOf } from "../new/draft";
import type { Choice } from "./choice";
import { usePreview, useSeen } from "./use-packs";

type Props = {
  offer: PackOffer;
  pack: PackRow;
  choice: Choice;
  issue: string | null;
  onChange: (changes: Partial<Choice>) => void;
};

/** One SLO that can be made at a stroke: what it showed lately, and what is promised of it. */
export function OfferRow({ offer, pack, choice, issue, onChange }: Props) {
  const id = useId();
  const row = useRef<HTMLLIElement>(null);
  const { preview, problem } = usePreview(offer, useSeen(row));
  const typed = objectiveOf(choice);
  const objective = typeof typed === "number" && typed > 0 && typed < 1 ? typed : offer.objective;
  return (
    <li className="offer" ref={row}>
      <div className="what">
        {offer.made ? (
          <p>
            <b>{offer.name}</b> <span className="hint">is there: </span>
            <Link href={`/slos/${encodeURIComponent(offer.made.id)}`}>{offer.made.name}</Link>
          </p>
        ) : (
          <label className="pick">
            <input
              type="checkbox"
              checked={choice.chosen}
              aria-describedby={issue ? `${id}i` : undefined}
              onChange={({ target }) => onChange({ chosen: target.checked })}
            />
            <b>{offer.name}</b>
          </label>
        )}
        <span className="hint">
          {jobOf(offer.labels.job)}
          {count(offer.instances)} {offer.instances === 1 ? "instance" : "instances"}
          {offer.threshold !== null && `, within ${offer.threshold} ${pack.unit}`}
        </span>
        {issue && (
          <p className="issue" id={`${id}i`}>
            {issue}
          </p>
        )}
      </div>
      <div className="lately">
        <Sparkline
          values={preview?.points.map(({ v }) => v) ?? []}
          objective={objective}
          verdict="unknown"
          width={120}
        />
        <span className="num">{latelyIn(preview, problem)}</span>
      </div>
      {!offer.made && (
        <div className="promise">
          <label htmlFor={`${id}o`}>
            At least<span className="sr">, objective of {offer.name}</span>
          </label>
          <span className="united">
            <input
              id={`${id}o`}
              className="in"
              inputMode="decimal"
              autoComplete="off"
              value={choice.objective}
              onChange={({ target }) => onChange({ objective: target.value })}
            />
            <span className="unit" aria-hidden="true">
              %
            </span>
          </span>
          <label htmlFor={`${id}s`}>
            Service<span className="sr"> of {offer.name}</span>
          </label>
          <input
            id={`${id}s`}
            className="in"
            autoComplete="off"
            value={choice.service}
            onChange={({ target }) => onChange({ service: target.value })}
          />
        </div>
      )}
      <details className="why">
        <summary>
          Why {Number((pack.objective * 100).toPrecision(12))} %, and what to beware of
          <span className="sr">: {offer.name}</span>
        </summary>
        <p>{pack.why}</p>
        <ul>
          {pack.traps.map((trap) => (
            <li key={trap}>{trap}</li>
          ))}
        </ul>
      </details>
    </li>
  );
}

const jobOf = (job: string | undefined): string =>
  job === undefined ? "" : job === "" ? "without a job, " : `job ${job}, `;

type Lately = ReturnType<typeof usePreview>;

function latelyIn(preview: Lately["preview"], problem: Lately["problem"]): string {
  if (problem !== null) return `Not known: ${problem}`;
  if (preview === null) return "being asked";
  if (preview.observed === 0) return "nothing was observed for 6 hours";
  if (preview.attainment === null) return "no traffic for 6 hours";
  return `${percent(preview.attainment, 2)} in 6 hours`;
}
