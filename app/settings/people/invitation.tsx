"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { problemIn } from "@/app/_send";
import { type Rights, rightsInWords } from "@/lib/rights";
import { isWhole, RightsFields } from "../rights-fields";
import { ShownOnce } from "../shown-once";
import { linkHint, makeLink } from "./make-link";

const ANYTHING: Rights = { role: "admin", services: null };

/** A link by which somebody joins with the rights that are chosen here. */
export function Invitation({ services, onDone }: { services: readonly string[]; onDone: () => void }) {
  const [rights, setRights] = useState<Rights>({ role: "viewer", services: null });
  const making = useMutation({ mutationFn: () => makeLink({ purpose: "invite", ...rights }) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <form className="panel form" onSubmit={submit}>
      <RightsFields value={rights} onChange={setRights} most={ANYTHING} services={services} />
      <ProblemNote problem={problemIn(making.error)} />
      {making.data ? (
        <ShownOnce
          label={`Invite link for one ${rightsInWords(rights)}`}
          secret={making.data.url}
          hint={linkHint(making.data)}
          onDone={onDone}
        />
      ) : (
        <div className="go">
          <button type="submit" className="btn pri" disabled={!isWhole(rights) || making.isPending}>
            Make an invite link
          </button>
          <button type="button" className="btn quiet" onClick={onDone}>
            Cancel
          </button>
        </div>
      )}
    </form>
  );
}
