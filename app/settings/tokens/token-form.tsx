"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { screens } from "@/app/_queries";
import { problemIn, send } from "@/app/_send";
import { type Rights, rightsInWords } from "@/lib/rights";
import type { TokenItem } from "@/lib/views/tokens";
import { isWhole, RightsFields } from "../rights-fields";
import { ShownOnce } from "../shown-once";

type Props = { own: Rights; services: readonly string[]; onDone: () => void };

export function TokenForm({ own, services, onDone }: Props) {
  const client = useQueryClient();
  const id = useId();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [rights, setRights] = useState<Rights>({ role: "viewer", services: null });
  const making = useMutation({
    mutationFn: () =>
      send<TokenItem & { secret: string }>("POST", "/api/v1/tokens", {
        name,
        expiresInDays: days.trim() === "" ? null : Number(days),
        ...rights,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: screens.tokens().queryKey }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    making.mutate();
  };
  if (making.data)
    return (
      <div className="panel form">
        <ShownOnce
          label={`${making.data.name}, ${rightsInWords(making.data)}`}
          secret={making.data.secret}
          hint="It is shown this once: only its hash is kept. Who loses it makes another."
          onDone={onDone}
        />
      </div>
    );
  const wrong = (field: string): string | undefined =>
    problemIn(making.error)?.issues?.find((issue) => issue.field === field)?.message;
  return (
    <form className="panel form" noValidate onSubmit={submit}>
      <div className="pair">
        <div className="field">
          <label htmlFor={`${id}-name`}>What will use it</label>
          <input
            id={`${id}-name`}
            className="in"
            value={name}
            maxLength={100}
            placeholder="Deploy pipeline"
            aria-invalid={wrong("name") !== undefined}
            aria-describedby={`${id}-name-hint`}
            onChange={(event) => setName(event.target.value)}
          />
          <p className="hint" id={`${id}-name-hint`}>
            {wrong("name") ? `This ${wrong("name")}.` : "Its name in lists and in the audit log."}
          </p>
        </div>
        <div className="field">
          <label htmlFor={`${id}-days`}>Works for (days)</label>
          <input
            id={`${id}-days`}
            className="in"
            type="number"
            min={1}
            max={365}
            value={days}
            aria-invalid={wrong("expiresInDays") !== undefined}
            aria-describedby={`${id}-days-hint`}
            onChange={(event) => setDays(event.target.value)}
          />
          <p className="hint" id={`${id}-days-hint`}>
            {wrong("expiresInDays") ? `This ${wrong("expiresInDays")}.` : "1 to 365."}
          </p>
        </div>
      </div>
      <RightsFields value={rights} onChange={setRights} most={own} services={services} />
      <ProblemNote problem={problemIn(making.error)} />
      <div className="go">
        <button type="submit" className="btn pri" disabled={name.trim() === "" || !isWhole(rights) || making.isPending}>
          Make the token
        </button>
        <button type="button" className="btn quiet" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
