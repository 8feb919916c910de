"use client";
import { useState } from "react";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { count, countInWords } from "@/lib/format/count";
import type { TokensView } from "@/lib/views/tokens";
import { TokenForm } from "./token-form";
import { TokenTable } from "./token-table";

export function TokensScreen({ initial }: { initial: TokensView }) {
  const { now, me, own, services, tokens } = useScreen(screens.tokens(), initial);
  const [making, setMaking] = useState(false);
  const working = tokens.filter(({ state }) => state === "works");
  const ended = tokens.filter(({ state }) => state !== "works");
  const everybodys = own.role === "admin";
  return (
    <>
      <div className="top">
        <h1>API tokens</h1>
        <div className="go">
          <a className="btn" href="/api/v1/openapi.json">
            API as OpenAPI
          </a>
          <button
            type="button"
            className="btn pri"
            aria-expanded={making}
            aria-controls="new-token"
            onClick={() => setMaking(!making)}
          >
            New token
          </button>
        </div>
      </div>
      <p className="lede">
        <b>{headline(working.length)}</b> A program sends one as <code>Authorization: Bearer plb_…</code>, and may do
        what you may at most: less as soon as you may less. Times are UTC.
      </p>
      <section id="new-token" aria-label="New token" hidden={!making}>
        {making && <TokenForm own={own} services={services} onDone={() => setMaking(false)} />}
      </section>
      {working.length === 0 ? (
        <Empty title="No token works now">
          <p>Make one for each program that uses the API, so that you can revoke one without the others.</p>
        </Empty>
      ) : (
        <TokenTable rows={working} now={now} me={me} everybodys={everybodys} caption="Tokens that work, newest first" />
      )}
      {ended.length > 0 && (
        <details className="ended">
          <summary>
            {count(ended.length)} {ended.length === 1 ? "token works" : "tokens work"} no longer
          </summary>
          <TokenTable
            rows={ended}
            now={now}
            me={me}
            everybodys={everybodys}
            caption="Tokens that work no longer, newest first"
          />
        </details>
      )}
    </>
  );
}

function headline(working: number): string {
  const words = countInWords(working);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${working === 1 ? "token works" : "tokens work"}.`;
}
