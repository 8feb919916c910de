"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";
import { KIND_WORDS, untilWords } from "./annotation-words";

const SHOWN = 6;

/** The hairlines of the charts as a list, newest first: what they say in full, and for those who may, off again. */
export function AnnotationsPanel({ view: { annotations, mayAnnotate, now } }: { view: SloView }) {
  const queries = useQueryClient();
  const [all, setAll] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (annotations.length === 0 && !mayAnnotate) return null;
  const newestFirst = annotations.toReversed();
  const remove = async (id: number): Promise<void> => {
    setProblem(null);
    try {
      await send("DELETE", `/api/v1/annotations/${id}`, {});
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    }
    await queries.invalidateQueries({ queryKey: ["screen"] });
  };
  return (
    <section className="panel" aria-labelledby="happened">
      <div className="ph">
        <h2 id="happened">Deploys and events</h2>
      </div>
      <p className="sum">
        {annotations.length === 0
          ? "None in this range. A pipeline can add its deploys over the API."
          : "What stands on the charts of this range as a hairline."}
      </p>
      <div className="pb">
        <ProblemNote problem={problem} />
        <ul className="happened">
          {(all ? newestFirst : newestFirst.slice(0, SHOWN)).map((each) => (
            <li key={each.id}>
              <span className="when">
                {briefly(each.from, now)}
                {each.to !== null && ` – ${untilWords(each.from, each.to, now)}`}
              </span>
              <div>
                <b>{KIND_WORDS[each.kind]}:</b>{" "}
                {each.url ? (
                  <a href={each.url} target="_blank" rel="noreferrer">
                    {each.title}
                  </a>
                ) : (
                  each.title
                )}
                {each.generated && <span className="v note">generated</span>}
                {each.text && <p>{each.text}</p>}
                <small>
                  {each.author}
                  {each.slo === null && (each.service === null ? ", every service" : `, all SLOs of ${each.service}`)}
                </small>
              </div>
              {each.mayRemove && (
                <button type="button" className="link noprint" onClick={() => void remove(each.id)}>
                  Remove<span className="sr"> “{each.title}”</span>
                </button>
              )}
            </li>
          ))}
        </ul>
        {annotations.length > SHOWN && !all && (
          <button type="button" className="link noprint" onClick={() => setAll(true)}>
            Show all {annotations.length}
          </button>
        )}
      </div>
    </section>
  );
}
