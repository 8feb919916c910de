"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";

/** Starts the meeting of a quarter and opens it. */
export function Start({ id, label, main }: { id: string; label: string; main: boolean }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async (): Promise<void> => {
    setSending(true);
    try {
      await send("POST", `/api/v1/revisits/${id}`, {});
      await queries.invalidateQueries({ queryKey: ["screen"] });
      router.push(`/revisits/${id}`);
      router.refresh();
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      <ProblemNote problem={problem} />
      <button type="button" className={main ? "btn pri" : "btn quiet"} disabled={sending} onClick={() => void start()}>
        Start the revisit of {label}
      </button>
    </>
  );
}
