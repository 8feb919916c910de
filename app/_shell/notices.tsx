"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { ScreenRefused } from "@/app/_queries";
import { useServerTime } from "@/app/_use-server-time";
import { count, countInWords } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { briefly } from "@/lib/format/time";
import type { EngineView, Problem, ShellView } from "@/lib/views/shell";
import { Icon } from "../_parts/icons";

/** What stands above every page: figures that are old, and settings that are wrong. */
export function Notices({ shell }: { shell: ShellView }) {
  const unanswered = useUnanswered();
  // Kept here, where it runs from the first answer on, and not where it is shown: the age must not begin with the silence.
  const time = useServerTime(shell.now, 5);
  const silent = shell.engine.state === "silent" && shell.otherEngines.length === 0;
  const silentOf = shell.otherEngines.length === 0 ? [] : [shell.engine, ...shell.otherEngines].filter(isSilent);
  const { problems, deafTargets } = shell;
  if (!unanswered && !silent && silentOf.length === 0 && problems.length === 0 && deafTargets.length === 0) return null;
  return (
    <div className="notices">
      <div role="status">
        {unanswered === "signed out" ? (
          <SignedOut since={shell.now} now={time} />
        ) : (
          (unanswered || silent) && <Stale shell={shell} now={time} pageUnanswered={unanswered !== null} />
        )}
        {!unanswered && silentOf.map((engine) => <SilentEngine key={engine.name} engine={engine} now={time} />)}
      </div>
      {deafTargets.length > 0 && <Deaf targets={deafTargets} now={time} />}
      {problems.length > 0 && <Problems problems={problems} />}
    </div>
  );
}

/** What is shown, and what was typed, stays until the reader goes to sign in. */
function SignedOut({ since, now }: { since: string; now: number }) {
  return (
    <div className="ban">
      <Icon name="lock" />
      <p>
        <b>Your session has ended.</b> The figures are of {briefly(since, now)} UTC. <SignInLink />
      </p>
    </div>
  );
}

/** The figures stay and say how old they are. */
function Stale({ shell, now, pageUnanswered }: { shell: ShellView; now: number; pageUnanswered: boolean }) {
  const { lastAnswerAt } = shell.engine;
  const since = pageUnanswered ? shell.now : (shell.ledgerFinalTo ?? lastAnswerAt);
  const age = since === null ? null : duration((now - Date.parse(since)) / 1_000);
  return (
    <div className="ban">
      <Icon name="clock" />
      <p>
        <b>{age === null ? "There are no figures yet." : `Figures are ${age} old.`}</b>{" "}
        {pageUnanswered
          ? `Plumbline has not answered since ${briefly(shell.now, now)} UTC. This page goes on asking.`
          : `${engineTrouble(shell.engine, now)} Missed minutes are counted when it is back.`}
      </p>
    </div>
  );
}

const isSilent = ({ state }: EngineView): boolean => state === "silent";

/** One of several: what the others count goes on. */
function SilentEngine({ engine, now }: { engine: EngineView; now: number }) {
  const { slos } = engine;
  const title = slos === 1 ? "1 SLO is not counted now." : `${count(slos)} SLOs are not counted now.`;
  return (
    <div className="ban">
      <Icon name="clock" />
      <p>
        <b>{title}</b> {engineTrouble(engine, now)} Missed minutes are counted when it is back; the other engines’ SLOs
        go on.
      </p>
    </div>
  );
}

/** What is wrong is told in the engine's words or the gateway's: that it is silent, or that it does not let us in. */
function engineTrouble({ name, message, lastAnswerAt }: ShellView["engine"], now: number): string {
  const trouble = message === null ? `${name} does not answer` : message.replace(/[.]$/, "");
  return lastAnswerAt === null ? `${trouble}.` : `${trouble}. Its last answer is of ${briefly(lastAnswerAt, now)} UTC.`;
}

/** Alerts that do not arrive look like none. */
function Deaf({ targets, now }: { targets: ShellView["deafTargets"]; now: number }) {
  return (
    <section className="ban" aria-label="Alerts">
      <Icon name="bell-off" />
      <div>
        {targets.map(({ name, since, why, meanwhile }) => (
          <p key={name}>
            <b>
              {name} has not taken alerts since {briefly(since, now)} UTC
            </b>{" "}
            ({why}). {meanwhile}
          </p>
        ))}
      </div>
    </section>
  );
}

function Problems({ problems }: { problems: Problem[] }) {
  const items = (
    <ul>
      {problems.map((problem) => (
        <li key={`${problem.subject} ${problem.message}`}>
          <span className="mono">{problem.subject}</span>: {problem.message} {problem.wayOut}
        </li>
      ))}
    </ul>
  );
  const title = `${capital(countInWords(problems.length))} ${problems.length === 1 ? "thing is" : "things are"} set up wrongly`;
  return (
    <section className="ban" aria-label="Configuration">
      <Icon name="warning" />
      {problems.length <= 3 ? (
        <div>
          <b>{title}</b>
          {items}
        </div>
      ) : (
        <details>
          <summary>
            <b>{title}</b>
          </summary>
          {items}
        </details>
      )}
    </section>
  );
}

/** Whether something this page shows was asked for again and did not come, or was refused because nobody is signed in. */
function useUnanswered(): "no answer" | "signed out" | null {
  const cache = useQueryClient().getQueryCache();
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), [cache]);
  return useSyncExternalStore(
    subscribe,
    () => {
      const failed = cache.getAll().filter((query) => query.isActive() && query.state.status === "error");
      if (failed.some(({ state: { error } }) => error instanceof ScreenRefused && error.status === 401))
        return "signed out";
      return failed.length > 0 ? "no answer" : null;
    },
    () => null,
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
