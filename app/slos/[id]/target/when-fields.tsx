"use client";
import { useEffect, useId, useState } from "react";
import { windowInWords } from "@/lib/format/duration";
import { CALENDAR, type Draft, type Faults, ROLLING } from "./draft";
import { windowLabel } from "./words";

type Props = {
  draft: Draft;
  inForceWindow: string;
  faults: Faults;
  disabled: boolean;
  onChange: (part: Partial<Draft>) => void;
};

/** Over what time, and from when on. */
export function WhenFields({ draft, inForceWindow, faults, disabled, onChange }: Props) {
  const id = useId();
  const [zones, setZones] = useState<string[]>([]);
  // The server may know other time zones than the browser: they would not agree on what was drawn.
  useEffect(() => setZones(["UTC", ...Intl.supportedValuesOf("timeZone")]), []);
  const [unit = ""] = inForceWindow.split("@");
  const rolling = [...new Set([...ROLLING, ...[unit, draft.window].filter((each) => /^\d/.test(each))])];
  return (
    <div className="g2">
      <div className="field">
        <label htmlFor={`${id}w`}>Window</label>
        <select
          className="in"
          id={`${id}w`}
          value={draft.window}
          disabled={disabled}
          onChange={(event) => onChange({ window: event.target.value })}
        >
          {[...rolling, ...CALENDAR].map((each) => (
            <option key={each} value={each}>
              {windowLabel(each)}
            </option>
          ))}
        </select>
        <p className="hint">in force {windowInWords(inForceWindow)}</p>
      </div>
      <div className="field">
        <label htmlFor={`${id}f`}>Effective from, UTC</label>
        <input
          className="in"
          id={`${id}f`}
          type="datetime-local"
          value={draft.from}
          disabled={disabled}
          aria-describedby={`${id}h`}
          aria-invalid={faults.from !== undefined}
          onChange={(event) => onChange({ from: event.target.value })}
        />
        <p className={faults.from ? "fault" : "hint"} id={`${id}h`}>
          {faults.from ?? (draft.from === "" ? "Empty: from now on" : "Nothing before it changes")}
        </p>
      </div>
      {CALENDAR.includes(draft.window) && (
        <div className="field wide">
          <label htmlFor={`${id}z`}>Time zone of the calendar</label>
          <input
            className="in"
            id={`${id}z`}
            list={`${id}zs`}
            autoComplete="off"
            value={draft.zone}
            disabled={disabled}
            aria-invalid={faults.zone !== undefined}
            aria-describedby={faults.zone ? `${id}zf` : undefined}
            onChange={(event) => onChange({ zone: event.target.value })}
          />
          <datalist id={`${id}zs`}>
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          {faults.zone && (
            <p className="fault" id={`${id}zf`}>
              Time zone {faults.zone}.
            </p>
          )}
        </div>
      )}
    </div>
  );
}
