"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";

/** Asks once more: a retired SLO is counted no more, and nothing in the app brings it back. */
export default function RetireDialog({ id, name, close }: { id: string; name: string; close: () => void }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const retire = async (): Promise<void> => {
    setSending(true);
    try {
      await send("DELETE", `/api/v1/slos/${encodeURIComponent(id)}`, {});
      await queries.invalidateQueries({ queryKey: ["screen"] });
      router.push("/slos");
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
      setSending(false);
    }
  };
  return (
    <Dialog title={`Retire ${name}`} close={close}>
      <div className="form">
        <p>
          It is counted no more and leaves Today and the list. Its open proposals and breaches are closed. What was
          counted, its breaches and its targets stay.
        </p>
        <ProblemNote problem={problem} />
        <div className="go">
          <button type="button" className="btn pri" disabled={sending} onClick={() => void retire()}>
            Retire it
          </button>
          <button type="button" className="btn quiet" onClick={close}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
