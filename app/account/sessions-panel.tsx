"use client";
import { useMutation } from "@tanstack/react-query";
import { ProblemNote } from "@/app/_parts/problem-note";
import { problemIn, send } from "@/app/_send";
import { briefly } from "@/lib/format/time";
import type { AccountView } from "@/lib/views/account";
import { browserName } from "./browser-name";

type Props = { account: AccountView; onChanged: () => Promise<void> };

/** Where one is signed in, and the way to end it. */
export function SessionsPanel({ account: { now, sessions }, onChanged }: Props) {
  const ending = useMutation({
    mutationFn: (which: "all" | { id: string }) => send("DELETE", "/api/v1/account/sessions", { which }),
    onSuccess: async (_answer, which) => {
      const mine = sessions.find(({ current }) => current)?.id;
      if (which === "all" || which.id === mine) window.location.assign("/sign-in");
      else await onChanged();
    },
  });
  return (
    <section className="panel" aria-labelledby="sessions-title">
      <h2 id="sessions-title">Sessions</h2>
      <p className="soft">
        A session ends after a day without use, and after a week however much it is used. Times are UTC.
      </p>
      <ProblemNote problem={problemIn(ending.error)} />
      <ul className="sessions">
        {sessions.map((session) => (
          <li key={session.id}>
            <div>
              <b>{browserName(session.agent)}</b>
              {session.current && " · this one"}
              <span className="hint">
                {session.address && <span className="mono">{session.address}, </span>}
                since {briefly(session.beganAt, now)}, used {briefly(session.lastUsedAt, now)}
              </span>
            </div>
            <button
              type="button"
              className="btn sm"
              disabled={ending.isPending}
              onClick={() => ending.mutate({ id: session.id })}
            >
              {session.current ? "Sign out" : "End"}
              <span className="sr">
                {" "}
                {browserName(session.agent)} since {briefly(session.beganAt, now)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="form">
        <div className="go">
          <button type="button" className="btn" disabled={ending.isPending} onClick={() => ending.mutate("all")}>
            Sign out everywhere
          </button>
        </div>
      </div>
    </section>
  );
}
