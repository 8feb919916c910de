"use client";
import { useId } from "react";
import { FormDialog } from "@/app/_parts/form-dialog";
import { TextField, typed } from "@/app/_parts/text-field";
import { send } from "@/app/_send";
import { monthName } from "@/lib/format/time";
import type { PriceRow } from "@/lib/views/costs";
import { tiersIn, tiersText } from "./tiers-text";

type Props = { row: PriceRow; running: string; close: () => void };

/** States a price anew, on top of the one that was stated last. */
export default function PriceDialog({ row, running, close }: Props) {
  const id = useId();
  const last = row.later ?? row.now ?? row.history[0];
  if (!last) return null;
  const change = async (form: HTMLFormElement): Promise<void> => {
    const text = (name: string): string | null => typed(form, name).trim() || null;
    const tiers = tiersIn(typed(form, "tiers"));
    const isDark = tiers.some(({ price }) => price === "unknown");
    await send("POST", `/api/v1/costs/prices/${row.id}`, {
      seen: row.history[0]?.n,
      from: text("from"),
      reason: text("reason") ?? "",
      terms: {
        tiers,
        ...(isDark ? { why: text("why") ?? last.why ?? "no price is published" } : {}),
        currency: text("currency") ?? "",
        source: text("source") ?? "",
        read: text("read") ?? "",
        published: text("published"),
        sureness: text("sureness"),
        note: text("note"),
      },
    });
  };
  return (
    <FormDialog title={`Change ${row.title}`} close={close} does="Change the price" send={change} tellsAll>
      {(problem) => (
        <>
          <div className="field">
            <label htmlFor={`${id}tiers`}>Price per {row.unit}</label>
            <textarea
              className="in mono"
              id={`${id}tiers`}
              name="tiers"
              rows={Math.min(6, last.tiers.length + 1)}
              defaultValue={tiersText(last.tiers)}
              aria-describedby={`${id}how`}
            />
            <p className="hint" id={`${id}how`}>
              A tier a line, as in <code>10000: 0.085</code> for the first 10,000 of a month; the last line holds
              without end, as in <code>0.02</code>. Where none is published write <code>unknown</code>.
            </p>
          </div>
          <div className="pair">
            <TextField label="Currency" name="currency" defaultValue={last.currency} maxLength={3} problem={problem} />
            <TextField
              label="From the month"
              name="from"
              defaultValue={last.from > running ? last.from : running}
              hint={`${monthName(running)} or later.`}
              problem={problem}
            />
          </div>
          <TextField label="Source" name="source" defaultValue={last.source} inputMode="url" problem={problem} />
          <div className="pair">
            <TextField label="Read on" name="read" type="date" defaultValue={last.read} problem={problem} />
            <TextField
              label="Published on"
              name="published"
              type="date"
              defaultValue={last.published ?? ""}
              hint="Empty: undated."
              problem={problem}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}sure`}>Sureness</label>
            <select className="in" id={`${id}sure`} name="sureness" defaultValue={last.sureness}>
              {["high", "medium", "low"].map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </div>
          <TextField label="Note" name="note" defaultValue={last.note ?? ""} maxLength={600} problem={problem} />
          <TextField label="Reason" name="reason" maxLength={2000} autoComplete="off" problem={problem} first />
        </>
      )}
    </FormDialog>
  );
}
