"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useCallback } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import { screens } from "@/app/_queries";
import { problemIn, send } from "@/app/_send";
import { useScreen } from "@/app/_use-screen";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "@/lib/auth/password-rules";
import { countInWords } from "@/lib/format/count";
import { rightsInWords } from "@/lib/rights";
import type { AccountView } from "@/lib/views/account";
import { SecondFactorPanel } from "./second-factor-panel";
import { SessionsPanel } from "./sessions-panel";
import "./account.css";

export function AccountScreen({ initial }: { initial: AccountView }) {
  const account = useScreen(screens.account(), initial);
  const client = useQueryClient();
  const onChanged = useCallback(
    () =>
      Promise.all(
        [screens.account(), screens.shell()].map(({ queryKey }) => client.invalidateQueries({ queryKey })),
      ).then(() => {}),
    [client],
  );
  return (
    <div className="account">
      <h1>Your account</h1>
      <p className="lede">
        <b>{account.name}</b>, {account.email}, {rightsInWords(account.rights)}.
        {account.provider && ` You sign in by ${account.provider}.`}
      </p>
      <div className="parts">
        <NamePanel name={account.name} onChanged={onChanged} />
        {account.password && <PasswordPanel email={account.email} onChanged={onChanged} />}
        <SecondFactorPanel account={account} onChanged={onChanged} />
        <SessionsPanel account={account} onChanged={onChanged} />
      </div>
    </div>
  );
}

function NamePanel({ name, onChanged }: { name: string; onChanged: () => Promise<void> }) {
  const saving = useMutation({
    mutationFn: (body: { name: string }) => send("PUT", "/api/v1/account/name", body),
    onSuccess: onChanged,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate({ name: typed(event.currentTarget, "name") });
  };
  const problem = problemIn(saving.error);
  return (
    <section className="panel" aria-labelledby="name-title">
      <h2 id="name-title">How you are called</h2>
      <ProblemNote problem={besideFields(problem)} />
      <form className="form" onSubmit={submit}>
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          required
          maxLength={120}
          defaultValue={name}
          problem={problem}
          hint="Stands beside what you change from now on; what you changed before keeps the name of then."
        />
        <div className="go">
          <button type="submit" className="btn" disabled={saving.isPending}>
            Save the name
          </button>
          <span className="hint" role="status">
            {saving.isSuccess && "Saved."}
          </span>
        </div>
      </form>
    </section>
  );
}

function PasswordPanel({ email, onChanged }: { email: string; onChanged: () => Promise<void> }) {
  const changing = useMutation({
    mutationFn: ({ body }: { body: object; form: HTMLFormElement }) =>
      send<{ sessionsEnded: number }>("PUT", "/api/v1/account/password", body),
    onSuccess: async (_answer, { form }) => {
      form.reset();
      await onChanged();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    changing.mutate({ body: { old: typed(form, "old"), password: typed(form, "password") }, form });
  };
  const problem = problemIn(changing.error);
  const ended = changing.data?.sessionsEnded ?? 0;
  return (
    <section className="panel" aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <ProblemNote problem={besideFields(problem)} />
      <form className="form" onSubmit={submit}>
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <TextField
          label="Password now"
          name="old"
          type="password"
          autoComplete="current-password"
          required
          problem={problem}
        />
        <TextField
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={SHORTEST_PASSWORD}
          maxLength={LONGEST_PASSWORD}
          problem={problem}
          hint={`${SHORTEST_PASSWORD} characters or more, of any kind; 15 are better.`}
        />
        <div className="go">
          <button type="submit" className="btn" disabled={changing.isPending}>
            Change the password and end other sessions
          </button>
          <span className="hint" role="status">
            {changing.isSuccess && `The password was changed${otherSessions(ended)}.`}
          </span>
        </div>
      </form>
    </section>
  );
}

const otherSessions = (ended: number): string =>
  ended === 0 ? "" : `, and ${countInWords(ended)} other ${ended === 1 ? "session" : "sessions"} ended`;
