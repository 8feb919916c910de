"use client";
import { useId } from "react";
import { objectivePercent } from "@/lib/format/percent";

type Props = {
  value: string;
  inForce: number;
  fault: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
};

/** Percent at equal distances on the slider: the nines are what people choose between. */
const STOPS = [80, 90, 95, 99, 99.9];
const STEPS = 40;

/** Share of the track at which a percentage stands; what lies beyond stands at its end. */
function placeOf(percent: number): number {
  const next = STOPS.findIndex((stop) => percent < stop);
  if (next === 0) return 0;
  if (next === -1) return 1;
  const [low = 0, high = 0] = [STOPS[next - 1], STOPS[next]];
  return (next - 1 + (percent - low) / (high - low)) / (STOPS.length - 1);
}

function percentAt(step: number): string {
  const stretch = Math.min(STOPS.length - 2, Math.floor(step / STEPS));
  const [low = 0, high = 0] = [STOPS[stretch], STOPS[stretch + 1]];
  const percent = low + ((step - stretch * STEPS) / STEPS) * (high - low);
  return String(Number(percent.toFixed(percent > 99 ? 2 : 1)));
}

export function ObjectiveField({ value, inForce, fault, disabled, onChange }: Props) {
  const id = useId();
  const percent = Number(value.replace(",", "."));
  const words = Number.isFinite(percent) ? objectivePercent(percent / 100) : "no share";
  return (
    <div className="field">
      <div className="lr">
        <label htmlFor={id}>Objective</label>
        <span className="hint">in force {objectivePercent(inForce)}</span>
      </div>
      <div className="objrow">
        <span className="in num2">
          <input
            id={id}
            name="objective"
            inputMode="decimal"
            autoComplete="off"
            value={value}
            disabled={disabled}
            aria-invalid={fault !== undefined}
            aria-describedby={fault ? `${id}f` : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
          <span className="u" aria-hidden="true">
            %
          </span>
        </span>
        <div className="slider">
          <em style={{ left: `calc(9px + ${placeOf(inForce * 100)} * (100% - 18px))` }} aria-hidden="true" />
          <input
            type="range"
            min={0}
            max={STEPS * (STOPS.length - 1)}
            value={Math.round(placeOf(percent) * STEPS * (STOPS.length - 1))}
            disabled={disabled}
            aria-label="Objective, as a slider"
            aria-valuetext={words}
            onChange={(event) => onChange(percentAt(event.target.valueAsNumber))}
          />
          <div className="tick" aria-hidden="true">
            {STOPS.map((stop) => (
              <span key={stop}>{stop}</span>
            ))}
          </div>
        </div>
      </div>
      {fault && (
        <p className="fault" id={`${id}f`}>
          Objective {fault}.
        </p>
      )}
    </div>
  );
}
