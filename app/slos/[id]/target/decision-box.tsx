"use client";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Icon } from "@/app/_parts/icons";
import type { DecisionOffer } from "@/lib/views/target-editor";
import type { WhatIfView } from "@/lib/views/what-if";

type Chosen = { path: string; id: string } | null;
type Props = {
  offers: DecisionOffer[];
  objections: WhatIfView["objections"];
  value: Chosen;
  fault: string | undefined;
  disabled: boolean;
  onChange: (value: Chosen) => void;
};

const NONE = "No decision";
const isSame = (a: Chosen, b: Chosen): boolean => a?.path === b?.path && a?.id === b?.id;

/** A combobox over every decision of the records: it says what each promises, its status, and whether this target would drift from it. */
export function DecisionBox({ offers, objections, value, fault, disabled, onChange }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const chosen = offers.find((offer) => isSame(offer, value));
  const named = chosen?.label ?? (value === null ? NONE : `${value.path}#${value.id}, not found`);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found: (DecisionOffer | null)[] = [
    ...offers.filter(({ label, path, says }) =>
      words.every((word) => `${label} ${path} ${says ?? ""}`.toLowerCase().includes(word)),
    ),
    // A search is for a decision: where it finds none, none is not the answer.
    ...(words.length === 0 ? [null] : []),
  ];
  const current = Math.min(at, found.length - 1);
  const active = open && current >= 0 ? `${id}o${current}` : undefined;

  useEffect(() => {
    if (active !== undefined) document.getElementById(active)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const show = (): void => {
    if (open) return;
    setOpen(true);
    setSearch("");
    setAt(
      Math.max(
        0,
        [...offers, null].findIndex((offer) => isSame(offer, value)),
      ),
    );
  };
  const choose = (offer: DecisionOffer | null): void => {
    onChange(offer && { path: offer.path, id: offer.id });
    setOpen(false);
    setSearch("");
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && open) setOpen(false);
    else if (event.key === "Enter" && open) {
      const offer = found[current];
      if (offer !== undefined) choose(offer);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) show();
      else if (found.length > 0) setAt((current + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="field">
      <label htmlFor={id}>Decision</label>
      <div className="in box">
        <Icon name="search" />
        <input
          id={id}
          role="combobox"
          autoComplete="off"
          aria-expanded={open}
          aria-controls={`${id}l`}
          aria-autocomplete="list"
          aria-activedescendant={active}
          aria-invalid={fault !== undefined}
          aria-describedby={fault ? `${id}f` : undefined}
          value={open ? search : named}
          placeholder={open ? named : undefined}
          disabled={disabled}
          onClick={show}
          onBlur={() => setOpen(false)}
          onKeyDown={keyed}
          onChange={(event) => {
            setOpen(true);
            setSearch(
              (open ? event.target.value : begunBy(event.nativeEvent as InputEvent, event.target.value, named)).slice(
                0,
                100,
              ),
            );
            setAt(0);
          }}
        />
      </div>
      <div className="pick" id={`${id}l`} role="listbox" aria-label="Decisions found" hidden={!open}>
        {found.map((offer, i) => {
          const objection = objections.find((each) => isSame(each, offer))?.objection ?? null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field that owns the list hears the keys.
            <div
              key={offer ? `${offer.path}#${offer.id}` : NONE}
              id={`${id}o${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === current}
              className="opt"
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setAt(i)}
              onClick={() => choose(offer)}
            >
              <span>
                <b>{offer?.label ?? NONE}</b>
                <small>
                  {offer
                    ? `${offer.says ?? "promises nothing for this SLO"} · ${offer.status}`
                    : "the target stands for itself"}
                </small>
              </span>
              {offer?.says && objection && (
                <span className="v note">
                  <Icon name="differs" size={12} />
                  {offer.status === "accepted" ? "would drift" : "not accepted yet"}
                </span>
              )}
            </div>
          );
        })}
        {found.length === 0 && (
          <div className="opt" role="option" tabIndex={-1} aria-disabled="true" aria-selected={false}>
            <span>
              <b>No decision found</b>
              <small>Search for something else; an empty search also offers to take none.</small>
            </span>
          </div>
        )}
      </div>
      {!open && chosen && (
        <p className="hint">
          {chosen.says ?? "It promises nothing for this SLO."} · {chosen.status}
        </p>
      )}
      {fault && (
        <p className="fault" id={`${id}f`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** The search that is begun in a closed field, which holds a label: what was typed, without it. */
export function begunBy(
  { inputType, data }: Pick<InputEvent, "inputType" | "data">,
  value: string,
  label: string,
): string {
  if (inputType?.startsWith("delete")) return "";
  return data ?? value.replace(label, "");
}
