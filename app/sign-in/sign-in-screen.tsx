"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import { problemIn, send } from "@/app/_send";
import type { SignInView } from "@/lib/views/sign-in";
import { providerProblem } from "./provider-problem";
import "./sign-in.css";

type Props = SignInView & {
  /** Where to go then. */
  to: string;
  /** What the identity provider's way back says. */
  refused: string | null;
};

type State = "signed-in" | "second-factor";

/** The whole page anew: every figure and right on it may differ for whoever is signed in now. */
const goTo = (to: string): void => window.location.assign(to);

export function SignInScreen({ provider, to, refused }: Props) {
  const [step, setStep] = useState<"password" | "second-factor">("password");
  return (
    <div className="door">
      <h1>{step === "password" ? "Sign in" : "Second factor"}</h1>
      {step === "password" ? (
        <Password provider={provider} to={to} refused={refused} onSecondFactor={() => setStep("second-factor")} />
      ) : (
        <SecondFactor to={to} onBack={() => setStep("password")} />
      )}
    </div>
  );
}

function Password({ provider, to, refused, onSecondFactor }: Props & { onSecondFactor: () => void }) {
  const entering = useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      send<{ state: State }>("POST", "/api/auth/sign-in", body),
    onSuccess: ({ state }) => (state === "second-factor" ? onSecondFactor() : goTo(to)),
  });
  const leaving = useMutation({
    mutationFn: () => send<{ url: string }>("POST", "/api/auth/elsewhere", { to }),
    onSuccess: ({ url }) => goTo(url),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    leaving.reset();
    entering.mutate({ email: typed(form, "email"), password: typed(form, "password") });
  };
  const problem = problemIn(entering.error);
  const untouched = entering.isIdle && leaving.isIdle;
  const elsewhere = problemIn(leaving.error) ?? (untouched && refused ? providerProblem(refused, provider) : null);
  return (
    <>
      <ProblemNote problem={besideFields(problem) ?? elsewhere} />
      <form className="panel form" onSubmit={submit}>
        <TextField label="Email address" name="email" type="email" autoComplete="username" required problem={problem} />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          problem={problem}
          hint="Lost it? An admin can make a link for you to come back in."
        />
        <div className="go">
          <button type="submit" className="btn pri" disabled={entering.isPending || entering.isSuccess}>
            Sign in
          </button>
        </div>
      </form>
      {provider && (
        <button
          type="button"
          className="btn elsewhere"
          disabled={leaving.isPending || leaving.isSuccess}
          onClick={() => leaving.mutate()}
        >
          Sign in with {provider}
        </button>
      )}
    </>
  );
}

function SecondFactor({ to, onBack }: { to: string; onBack: () => void }) {
  const showing = useMutation({
    mutationFn: (code: string) => send<{ state: State }>("POST", "/api/auth/second-factor", { code }),
    onSuccess: () => goTo(to),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    showing.mutate(typed(event.currentTarget, "code"));
  };
  const problem = problemIn(showing.error);
  return (
    <>
      <ProblemNote problem={besideFields(problem)} />
      <form className="panel form" onSubmit={submit}>
        <TextField
          label="Code"
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="off"
          spellCheck={false}
          required
          problem={problem}
          hint="The six digits that your authenticator app shows, or one of the backup codes."
        />
        <div className="go">
          <button type="submit" className="btn pri" disabled={showing.isPending || showing.isSuccess}>
            Sign in
          </button>
          <button type="button" className="btn quiet" onClick={onBack}>
            Begin again
          </button>
        </div>
      </form>
    </>
  );
}
