"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { screens } from "@/app/_queries";
import { problemIn, RequestRefused, send } from "@/app/_send";
import { type Rights, rightsInWords } from "@/lib/rights";
import type { PersonItem, PersonRow } from "@/lib/views/people";
import { isWhole, RightsFields } from "../rights-fields";
import { ShownOnce } from "../shown-once";
import { linkHint, makeLink } from "./make-link";

const ANYTHING: Rights = { role: "admin", services: null };

type Props = { person: PersonRow; services: readonly string[]; onDone: () => void };

/** What an admin does with one person. What was chosen stays when somebody else was faster; it then goes on top of theirs. */
export function PersonForm({ person, services, onDone }: Props) {
  const client = useQueryClient();
  const [rights, setRights] = useState<Rights>({ role: person.role, services: person.services });
  const [seen, setSeen] = useState(person.version);
  const [asked, setAsked] = useState(false);
  const changing = useMutation({
    mutationFn: (body: object) =>
      send<PersonItem>("PATCH", `/api/v1/people/${encodeURIComponent(person.id)}`, body, { "if-match": `"${seen}"` }),
    onSuccess: onDone,
    onError: (error) => {
      const current = error instanceof RequestRefused ? error.problem.current : undefined;
      if (isState(current)) setSeen(current.version);
    },
    onSettled: () => client.invalidateQueries({ queryKey: screens.people().queryKey }),
  });
  const linking = useMutation({
    mutationFn: () => makeLink({ purpose: "reset", personId: person.id, role: person.role, services: person.services }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    changing.mutate(rights.role === "editor" ? rights : { role: rights.role });
  };
  const same = JSON.stringify(rights) === JSON.stringify({ role: person.role, services: person.services });
  const current = problemIn(changing.error)?.current;
  return (
    <form className="form" onSubmit={submit}>
      <RightsFields value={rights} onChange={setRights} most={ANYTHING} services={services} />
      <ProblemNote problem={problemIn(changing.error) ?? problemIn(linking.error)} />
      {isState(current) && (
        <p>
          Now {person.name} is {current.disabled && "disabled, and would be "}
          {rightsInWords(current)}. What you chose above is kept.
        </p>
      )}
      {linking.data && (
        <ShownOnce
          label={`Reset link for ${person.name}`}
          secret={linking.data.url}
          hint={linkHint(linking.data)}
          onDone={() => linking.reset()}
        />
      )}
      {asked ? (
        <div className="go">
          <p>Sessions of {person.name} end at once, and their tokens are refused until they are enabled again.</p>
          <button
            type="button"
            className="btn pri"
            disabled={changing.isPending}
            onClick={() => changing.mutate({ disabled: true })}
          >
            Disable now
          </button>
          <button type="button" className="btn" onClick={() => setAsked(false)}>
            Keep
          </button>
        </div>
      ) : (
        <div className="go">
          <button type="submit" className="btn pri" disabled={same || !isWhole(rights) || changing.isPending}>
            {same || !isWhole(rights) ? "Save" : `Save as ${rightsInWords(rights)}`}
          </button>
          <button type="button" className="btn quiet" onClick={onDone}>
            Cancel
          </button>
          <span className="apart" />
          {person.disabledAt === null && (
            <button type="button" className="btn" disabled={linking.isPending} onClick={() => linking.mutate()}>
              Make a reset link
            </button>
          )}
          {person.disabledAt === null ? (
            <button type="button" className="btn" onClick={() => setAsked(true)}>
              Disable
            </button>
          ) : (
            <button
              type="button"
              className="btn"
              disabled={changing.isPending}
              onClick={() => changing.mutate({ disabled: false })}
            >
              Enable
            </button>
          )}
        </div>
      )}
    </form>
  );
}

type State = Rights & { disabled: boolean; version: string };

/** What a lost race answers beside its problem. */
const isState = (value: unknown): value is State =>
  typeof value === "object" && value !== null && "version" in value && "role" in value;
