"use client";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import { problemIn, send } from "@/app/_send";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "@/lib/auth/password-rules";
import { dayAndTime } from "@/lib/format/time";
import { rightsInWords } from "@/lib/rights";
import type { LinkView } from "@/lib/views/link";
import "@/app/sign-in/sign-in.css";

const TITLES: Record<LinkView["purpose"], string> = {
  "set-up": "Set up Plumbline",
  invite: "Join",
  reset: "Come back in",
  "demo-editor": "Edit the demo",
};

const ACTS: Record<LinkView["purpose"], string> = {
  "set-up": "Become an admin",
  invite: "Join",
  reset: "Set the password and sign in",
  "demo-editor": "Sign in as Demo editor",
};

/** A link is used by its button, not by being opened: what looks at links in advance does not use them up. */
export function LinkScreen({ secret, link }: { secret: string; link: LinkView }) {
  const using = useMutation({
    mutationFn: (body: Record<string, string>) => send("POST", "/api/auth/link", { secret, ...body }),
    onSuccess: () => window.location.replace("/"),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    using.mutate(Object.fromEntries([...new FormData(form).keys()].map((name) => [name, typed(form, name)])));
  };
  const problem = problemIn(using.error);
  return (
    <div className="door">
      <h1>{TITLES[link.purpose]}</h1>
      <p className="lede">{lede(link)}</p>
      <ProblemNote problem={besideFields(problem)} />
      <form className="panel form" onSubmit={submit}>
        {(link.purpose === "set-up" || link.purpose === "invite") && (
          <>
            <TextField
              label="Name"
              name="name"
              autoComplete="name"
              required
              maxLength={120}
              problem={problem}
              hint="Stands beside what you change."
            />
            <TextField
              label="Email address"
              name="email"
              type="email"
              autoComplete="username"
              required
              problem={problem}
              hint="You sign in with it. Plumbline sends no mail."
            />
          </>
        )}
        {link.person && (
          <input type="hidden" autoComplete="username" value={link.person.email} aria-hidden="true" readOnly />
        )}
        {link.purpose !== "demo-editor" && (
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={SHORTEST_PASSWORD}
            maxLength={LONGEST_PASSWORD}
            problem={problem}
            hint={`${SHORTEST_PASSWORD} characters or more, of any kind; 15 are better. Four or five unrelated words are easy to keep in mind.`}
          />
        )}
        <div className="go">
          <button type="submit" className="btn pri" disabled={using.isPending || using.isSuccess}>
            {ACTS[link.purpose]}
          </button>
        </div>
      </form>
      <p className="hint">This link works once, until {dayAndTime(link.expiresAt)}.</p>
    </div>
  );
}

function lede({ purpose, rights, person }: LinkView): string {
  if (purpose === "set-up") return "Name yourself. You can invite everybody else from Settings.";
  if (purpose === "invite") return `You join as ${rightsInWords(rights)}.`;
  if (purpose === "demo-editor")
    return "You may change every target of the demo, without a password. What you change stays in its data folder.";
  return `A new password for ${person?.name ?? "you"}, ${person?.email ?? ""}. Every session ends, and the second factor is turned off: turn it on again in your account.`;
}
