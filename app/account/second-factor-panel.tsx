"use client";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import { problemIn, send } from "@/app/_send";
import type { SecondFactorSecret } from "@/lib/commands/second-factor";
import type { AccountView } from "@/lib/views/account";
import { QrCode } from "./qr-code";

const ADDRESS = "/api/v1/account/second-factor";

type Props = { account: AccountView; onChanged: () => Promise<void> };

export function SecondFactorPanel({ account: { password, secondFactor, provider }, onChanged }: Props) {
  const preparing = useMutation({
    mutationFn: (given: string) => send<SecondFactorSecret>("POST", `${ADDRESS}/prepare`, { password: given }),
  });
  const prepared = preparing.data;
  const done = async (): Promise<void> => {
    await onChanged();
    preparing.reset();
  };
  return (
    <section className="panel" aria-labelledby="second-title">
      <h2 id="second-title">Second factor</h2>
      {!password ? (
        <p className="soft">
          {provider ?? "Your identity provider"} asks for it where you sign in. Plumbline adds none to that.
        </p>
      ) : secondFactor ? (
        <>
          <p className="soft">On. Signing in takes your password and a code of your authenticator app.</p>
          <PasswordForm
            key="off"
            act="Turn it off"
            send={(given) => send("POST", `${ADDRESS}/drop`, { password: given })}
            onDone={onChanged}
          />
        </>
      ) : prepared ? (
        <Confirmation prepared={prepared} onDone={done} onCancel={() => preparing.reset()} />
      ) : (
        <>
          <p className="soft">
            Off. With it, a password alone signs nobody in: a code of an authenticator app comes on top.
          </p>
          <PasswordForm
            key="on"
            act="Turn it on"
            send={(given) => preparing.mutateAsync(given)}
            onDone={async () => {}}
          />
        </>
      )}
    </section>
  );
}

type PasswordFormProps = { act: string; send: (password: string) => Promise<unknown>; onDone: () => Promise<void> };

/** Whoever finds an open browser must not change how one signs in. */
function PasswordForm({ act, send: ask, onDone }: PasswordFormProps) {
  const asking = useMutation({ mutationFn: ask, onSuccess: onDone });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    asking.mutate(typed(event.currentTarget, "password"));
  };
  const problem = problemIn(asking.error);
  return (
    <>
      <ProblemNote problem={besideFields(problem)} />
      <form className="form" onSubmit={submit}>
        <TextField
          label="Your password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          problem={problem}
        />
        <div className="go">
          <button type="submit" className="btn" disabled={asking.isPending}>
            {act}
          </button>
        </div>
      </form>
    </>
  );
}

type ConfirmationProps = { prepared: SecondFactorSecret; onDone: () => Promise<void>; onCancel: () => void };

/** The secret and the backup codes are in no later answer. */
function Confirmation({ prepared: { uri, secret, backupCodes }, onDone, onCancel }: ConfirmationProps) {
  const confirming = useMutation({
    mutationFn: (code: string) => send("POST", `${ADDRESS}/confirm`, { code }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    confirming.mutate(typed(event.currentTarget, "code"));
  };
  const problem = problemIn(confirming.error);
  return (
    <div className="prepared">
      <p>
        <b>1. Add Plumbline to your authenticator app.</b> Scan the picture, or type the key.
      </p>
      <div className="scan">
        <QrCode text={uri} label="QR code of the key below" />
        <p className="key">
          Key <code>{secret.match(/.{1,4}/g)?.join(" ")}</code>
        </p>
      </div>
      <p>
        <b>2. Keep the backup codes.</b> Each works once, when the device is lost. They are shown now and never again.
      </p>
      <ul className="codes mono" aria-label="Backup codes">
        {backupCodes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p>
        <b>3. Show that it works.</b>
      </p>
      <ProblemNote problem={besideFields(problem)} />
      <form className="form" onSubmit={submit}>
        <TextField
          label="Code that the app shows"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          problem={problem}
        />
        <div className="go">
          <button type="submit" className="btn pri" disabled={confirming.isPending}>
            Turn the second factor on
          </button>
          <button type="button" className="btn quiet" onClick={onCancel}>
            Leave it off
          </button>
        </div>
      </form>
    </div>
  );
}
