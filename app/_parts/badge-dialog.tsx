"use client";
import { useId, useState } from "react";
import type { BadgeOffer } from "./badge-offer";
import { Dialog } from "./dialog";
import { Icon } from "./icons";
import { Scrolling } from "./scrolling";

/** The badge as it looks now, and the Markdown that puts it into a README. */
export default function BadgeDialog({ offers, close }: { offers: BadgeOffer[]; close: () => void }) {
  const [chosen, setChosen] = useState(0);
  const [said, setSaid] = useState("");
  const id = useId();
  const offer = offers[chosen];
  if (offer === undefined) return null;
  const markdown = `[![${offer.name.replace(/[[\]\\]/g, "\\$&")}](${location.origin}${offer.src})](${location.origin}${offer.href})`;
  const copy = async (): Promise<void> => {
    // Away from https and localhost a page has no clipboard.
    const done = await navigator.clipboard?.writeText(markdown).then(
      () => true,
      () => false,
    );
    setSaid(done ? "Copied." : "This browser lets no page copy: copy it from the field.");
  };
  return (
    <Dialog title="Badge" close={close}>
      {offers.length > 1 && (
        <label className="field">
          <span className="lab">What it shows</span>
          <select className="in" value={chosen} onChange={({ target }) => setChosen(Number(target.value))}>
            {offers.map(({ name, src }, i) => (
              <option key={src} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Scrolling as="div" className="shown">
        {/* biome-ignore lint/performance/noImgElement: an SVG of our own. */}
        <img key={offer.src} src={offer.src} alt={`Badge of ${offer.name}, as it looks now`} />
      </Scrolling>
      <label className="field" htmlFor={id}>
        <span className="lab">Markdown</span>
        <textarea
          id={id}
          className="in mono"
          rows={4}
          readOnly
          value={markdown}
          onFocus={({ target }) => target.select()}
        />
      </label>
      <p className="hint">It shows what whoever looks at it may read here; without a right to read it shows nothing.</p>
      <div className="go">
        <button type="button" className="btn pri" onClick={() => void copy()}>
          <Icon name="copy" />
          Copy badge Markdown
        </button>
        <span role="status" className="hint">
          {said}
        </span>
      </div>
    </Dialog>
  );
}
