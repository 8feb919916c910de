"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { screens } from "@/app/_queries";
import { problemIn, send } from "@/app/_send";
import { duration } from "@/lib/format/duration";
import { ago, briefly } from "@/lib/format/time";
import { rightsInWords } from "@/lib/rights";
import type { TokenItem, TokenState } from "@/lib/views/tokens";

const STATE_WORDS: Record<TokenState, string> = {
  works: "works",
  expired: "expired",
  revoked: "revoked",
  "maker-disabled": "its maker is disabled",
};

type Props = { rows: TokenItem[]; now: string; me: string; everybodys: boolean; caption: string };

export function TokenTable({ rows, now, me, everybodys, caption }: Props) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<string | null>(null);
  const revoking = useMutation({
    mutationFn: (id: string) => send<TokenItem>("DELETE", `/api/v1/tokens/${encodeURIComponent(id)}`, {}),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: screens.tokens().queryKey });
      setAsked(null);
    },
  });
  return (
    <>
      <ProblemNote problem={problemIn(revoking.error)} />
      <div className="panel">
        <table className="tb cards tk">
          <caption className="sr">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">May do</th>
              {everybodys && <th scope="col">Of</th>}
              <th scope="col">Last used</th>
              <th scope="col">{rows.some(({ state }) => state === "works") ? "Expires" : "State"}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((token) => (
              <tr key={token.id}>
                <th scope="row" className="cn">
                  {token.name}
                  <small className="below mono">{token.prefix}…</small>
                </th>
                <td className="cr">
                  <span className="role">{rightsInWords(token)}</span>
                </td>
                {everybodys && (
                  <td>
                    <span className="lb">of </span>
                    {token.person.name}
                    {token.person.id === me && <small> you</small>}
                  </td>
                )}
                <td>
                  <span className="lb">used </span>
                  {token.lastUsedAt ? ago(token.lastUsedAt, now) : <span className="muted">never</span>}
                </td>
                <td>
                  {token.state === "works" ? (
                    <>
                      <span className="lb">expires </span>
                      {briefly(token.expiresAt, now)}
                      <small className="below">
                        in {duration((Date.parse(token.expiresAt) - Date.parse(now)) / 1_000)}
                      </small>
                    </>
                  ) : (
                    STATE_WORDS[token.state]
                  )}
                </td>
                <td className="act">
                  {token.state === "revoked" || token.state === "expired" ? null : asked === token.id ? (
                    <span className="sure">
                      <button
                        type="button"
                        className="btn pri sm"
                        disabled={revoking.isPending}
                        onClick={() => revoking.mutate(token.id)}
                      >
                        Revoke for good<span className="sr"> {token.name}</span>
                      </button>
                      <button type="button" className="btn quiet sm" onClick={() => setAsked(null)}>
                        Keep
                      </button>
                    </span>
                  ) : (
                    <button type="button" className="btn sm" onClick={() => setAsked(token.id)}>
                      Revoke<span className="sr"> {token.name}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
