"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import type { ShellView } from "@/lib/views/shell";
import { BackfillShare, Foot, GeneratedNote } from "./foot";
import { Nav, PlumbDrop } from "./nav";
import { Notices } from "./notices";
import { SavedViews } from "./saved-views";
import { ShellProvider } from "./shell-context";
import { SignedIn } from "./signed-in";
import { ThemeSwitch } from "./theme-switch";
import "./shell.css";

/** The side with the plumb line, and the page beside it. Without a view (reading is closed) only the ways are drawn. */
export function Frame({ initial, children }: { initial: ShellView | null; children: ReactNode }) {
  return initial === null ? <Drawn shell={null}>{children}</Drawn> : <Fed initial={initial}>{children}</Fed>;
}

function Fed({ initial, children }: { initial: ShellView; children: ReactNode }) {
  return <Drawn shell={useScreen(screens.shell(), initial)}>{children}</Drawn>;
}

function Drawn({ shell, children }: { shell: ShellView | null; children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="app">
        <header className="side noprint">
          <PlumbDrop />
          <Link className="brand" href="/">
            <svg className="bob" width="9" height="26" viewBox="0 0 9 26" aria-hidden="true">
              <path d="M4.5,0V11" stroke="currentColor" />
              <path d="M3,10H6V12.2L9,14.4L4.5,26L0,14.4L3,12.2Z" fill="currentColor" />
            </svg>
            Plumbline
          </Link>
          <div className="phonebar">
            <SignedIn actor={shell?.actor ?? null} />
            <ThemeSwitch />
          </div>
          <Nav counts={shell?.counts ?? null} />
          {shell && shell.savedViews.length > 0 && <SavedViews views={shell.savedViews} />}
          <Foot shell={shell} />
        </header>
        <main className="main" id="main" tabIndex={-1}>
          {shell && <Notices shell={shell} />}
          <ShellProvider value={shell}>{children}</ShellProvider>
          {shell && (
            <div className="phonenote noprint">
              {shell.backfill && <BackfillShare backfill={shell.backfill} />}
              <GeneratedNote shell={shell} />
            </div>
          )}
        </main>
      </div>
    </>
  );
}
