"use client";
import Link from "next/link";
import { type DragEvent, useId, useRef, useState } from "react";
import { Crumbs } from "@/app/_parts/crumbs";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import type { ImportReport } from "@/lib/views/import-check";
import { Report } from "./report";
import "./import.css";

type File_ = { name: string; text: string };

/** Files or pasted text, what becomes of them line by line, and then their SLOs. */
export function ImportScreen() {
  const [files, setFiles] = useState<File_[]>([]);
  const [pasted, setPasted] = useState("");
  const [report, setReport] = useState<ImportReport | null>(null);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const all = [...files, ...(pasted.trim() === "" ? [] : [{ name: "pasted.yaml", text: pasted }])];

  const begin = (): void => {
    setReport(null);
    setLeft(new Set());
    setProblem(null);
  };
  async function take(list: FileList | null): Promise<void> {
    const read = await Promise.all(
      [...(list ?? [])].map(async (each) => ({ name: each.name, text: await each.text() })),
    );
    setFiles((before) => [...before.filter(({ name }) => !read.some((each) => each.name === name)), ...read]);
    begin();
  }
  async function ask(address: string, more: object): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      setReport(await send<ImportReport>("POST", address, { files: all, ...more }));
    } catch (error) {
      const refused = problemIn(error as Error);
      setProblem(refused);
      if (refused?.report) setReport(refused.report as ImportReport);
    } finally {
      setBusy(false);
    }
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void take(event.dataTransfer.files);
  };

  const chosen = (report?.documents ?? []).filter(({ n, slos }) => slos.length > 0 && !left.has(n));
  const slos = chosen.reduce((sum, each) => sum + each.slos.length, 0);
  return (
    <div className="importing">
      <Crumbs to={[{ href: "/slos", text: "SLOs" }]} here="Import" />
      <h1>Import SLOs</h1>
      <p className="lede">
        OpenSLO v1 and v1alpha, Sloth and Pyrra, as YAML or JSON. First it is told what becomes of every field; nothing
        is made before you say so.
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files can be dropped here and chosen by the button in it. */}
      <div className="panel source" onDrop={drop} onDragOver={(event) => event.preventDefault()}>
        <div className="acts">
          <button type="button" className="btn" onClick={() => picker.current?.click()}>
            Choose files
          </button>
          <span className="hint">
            {files.length === 0 ? "or drop them here, or paste below" : files.map(({ name }) => name).join(", ")}
          </span>
          {files.length > 0 && (
            <button
              type="button"
              className="btn quiet sm"
              onClick={() => {
                setFiles([]);
                begin();
              }}
            >
              Leave files out
            </button>
          )}
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            accept=".yaml,.yml,.json"
            aria-label="Files"
            onChange={({ target }) => {
              void take(target.files);
              target.value = "";
            }}
          />
        </div>
        <div className="field">
          <label htmlFor={id}>Text</label>
          <textarea
            id={id}
            className="in mono"
            rows={8}
            spellCheck={false}
            value={pasted}
            onChange={({ target }) => {
              setPasted(target.value);
              begin();
            }}
          />
        </div>
        <div className="acts">
          <button
            type="button"
            className="btn pri"
            disabled={busy || all.length === 0}
            onClick={() => ask("/api/v1/slos/import", {})}
          >
            Check
          </button>
        </div>
      </div>
      <ProblemNote problem={problem} />
      {report && (
        <Report
          report={report}
          left={left}
          onTurn={(n) =>
            setLeft((before) => new Set(before.has(n) ? [...before].filter((each) => each !== n) : [...before, n]))
          }
        />
      )}
      <div className="acts" role="status">
        {report?.applied ? (
          <p>
            <b>{made(report.made.length)}</b> <Link href="/slos">All SLOs</Link>
          </p>
        ) : (
          report &&
          (slos === 0 ? (
            <p className="soft">There is nothing to make.</p>
          ) : (
            <button
              type="button"
              className="btn pri"
              disabled={busy}
              onClick={() => ask("/api/v1/slos/import?apply=true", { documents: chosen.map(({ n }) => n) })}
            >
              Create {slos} {slos === 1 ? "SLO" : "SLOs"}
            </button>
          ))
        )}
      </div>
    </div>
  );
}

const made = (n: number): string => `${n} ${n === 1 ? "SLO was" : "SLOs were"} made; counted from the next minute on.`;
