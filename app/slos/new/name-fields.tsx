"use client";
import type { NewSloView } from "@/lib/views/new-slo";
import { type FormProps, idOf } from "./draft";
import { TextField } from "./field";

/** How it is called, and whose it is. */
export function NameFields({ draft, set, issueOf, view }: FormProps & { view: NewSloView }) {
  return (
    <section className="group" aria-labelledby="naming">
      <h2 id="naming">Name and owner</h2>
      <TextField
        label="Name"
        name="name"
        value={draft.name}
        onChange={(name) => set({ name })}
        issue={issueOf("name")}
      />
      <TextField
        label="Id"
        name="id"
        mono
        value={idOf(draft)}
        onChange={(id) => set({ id })}
        issue={issueOf("id")}
        hint="Its address here and in OpenSLO; it stays."
      />
      <div className="g2">
        <TextField
          label="Service"
          name="service"
          value={draft.service}
          onChange={(service) => set({ service })}
          known={view.services}
          issue={issueOf("service")}
        />
        <TextField
          label="Team (optional)"
          name="team"
          value={draft.team}
          onChange={(team) => set({ team })}
          known={view.teams}
          issue={issueOf("team")}
        />
        <TextField
          label="Tier (optional)"
          name="tier"
          value={draft.tier}
          onChange={(tier) => set({ tier })}
          known={view.tiers}
          issue={issueOf("tier")}
        />
        <TextField
          label="Runbook (optional)"
          name="runbook"
          value={draft.runbook}
          onChange={(runbook) => set({ runbook })}
          issue={issueOf("runbook")}
        />
      </div>
    </section>
  );
}
