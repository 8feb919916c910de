"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useKeys } from "@/app/_keys/keys";
import { screens } from "@/app/_queries";
import { type Problem, problemIn, send } from "@/app/_send";
import type { ReviewItem, TodayView } from "@/lib/views/today";
import { DID, named } from "./item-words";
import { between, itemsOf, lastDoneBy, neighbour, nextWaiting } from "./items-of";

export type Verb = "acknowledged" | "followed-up" | "dismissed" | "noted";
export type Asking =
  | { what: "followed-up" | "dismissed" | "noted"; items: readonly ReviewItem[] }
  | { what: "finish" }
  | null;

export type Extra = { text?: string; followUp?: { text: string; owner: string; dueDay: string } };

/** What the review is at, and what can be done with it, by mouse and by key. */
export type Review = {
  current: string | null;
  chosen: ReadonlySet<string>;
  /** What is on its way to the server, by subject. */
  sending: ReadonlyMap<string, string>;
  asking: Asking;
  problem: Problem | null;
  said: string;
  go(subject: string): void;
  choose(subject: string, upTo: boolean): void;
  chooseNone(): void;
  /** Asks first where something has to be said. `items`: the chosen ones, else the current one. */
  begin(verb: Verb, items?: readonly ReviewItem[]): void;
  /** Answers whether it was done; where it was not, `problem` says why. */
  mark(verb: Verb, items: readonly ReviewItem[], extra?: Extra): Promise<boolean>;
  undo(done?: readonly { item: ReviewItem; mark: number }[]): void;
  askToFinish(): void;
  finish(note: string): Promise<boolean>;
  close(): void;
};

const rowOf = (subject: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-subject="${CSS.escape(subject)}"]`);

export function useReview(view: TodayView): Review {
  const queries = useQueryClient();
  const router = useRouter();
  const items = itemsOf(view);
  const [at, setAt] = useState(() => nextWaiting(items, null, new Set()));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [sending, setSending] = useState<ReadonlyMap<string, string>>(new Map());
  const [asking, setAsking] = useState<Asking>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState("");
  const anchor = useRef<string | null>(null);

  const current = items.some(({ subject }) => subject === at) ? at : nextWaiting(items, null, new Set());
  const picked = items.filter(({ subject }) => chosen.has(subject));
  const itemAt = items.find(({ subject }) => subject === current);
  const targets = picked.length > 0 ? picked : itemAt ? [itemAt] : [];
  const { signedIn } = view.reader;

  function go(subject: string | null, byKey = false): void {
    setAt(subject);
    if (!byKey || subject === null) return;
    const row = rowOf(subject);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  /** Sends something and reads the page anew, so that what it shows is what the server knows. null: it was done. */
  async function sent(
    subjects: readonly string[],
    words: string,
    sending: () => Promise<unknown>,
  ): Promise<Problem | null> {
    setSending((before) => new Map([...before, ...subjects.map((subject) => [subject, words] as const)]));
    let failed: Problem | null = null;
    try {
      await sending();
    } catch (error) {
      failed = problemIn(error instanceof Error ? error : null);
    }
    setProblem(failed);
    setSaid("");
    await queries.invalidateQueries({ queryKey: ["screen"] });
    setSending((before) => new Map([...before].filter(([subject]) => !subjects.includes(subject))));
    return failed;
  }

  async function mark(verb: Verb, marked: readonly ReviewItem[], extra: Extra = {}): Promise<boolean> {
    const subjects = marked.map(({ subject }) => subject);
    const body = {
      items: marked.map(({ subject, state, handled }) => ({ subject, state, seen: handled?.id ?? null })),
      what: verb,
      ...extra,
    };
    const did = verb === "noted" ? "Noted" : DID[verb];
    const failed = await sent(subjects, did, () => send("POST", "/api/v1/reviews/marks", body));
    if (failed === null) {
      setSaid(`${did}: ${named(marked)}.`);
      setChosen(new Set());
    } else if (failed.status === 412) askAgain(marked);
    return failed === null;
  }

  /** What was refused as changed is asked about again as it is by now; what needs nobody any more is left out. */
  function askAgain(marked: readonly ReviewItem[]): void {
    const subjects = new Set(marked.map(({ subject }) => subject));
    const now = queries.getQueryData<TodayView>(screens.today().queryKey);
    const present = now === undefined ? [] : itemsOf(now).filter(({ subject }) => subjects.has(subject));
    setAsking((asked) =>
      asked === null || asked.what === "finish" || present.length === 0 ? asked : { ...asked, items: present },
    );
  }

  function begin(verb: Verb, given: readonly ReviewItem[] = targets): void {
    const may = given.filter(({ mayMark }) => mayMark || verb === "noted");
    if (given.length === 0) return;
    if (!signedIn) {
      setSaid("Sign in to handle what is listed here.");
      return;
    }
    if (may.length === 0) {
      setSaid(`Only an editor of ${given[0]?.row?.service ?? "it"} may handle this. A note is open to you.`);
      return;
    }
    if (verb !== "acknowledged") {
      setProblem(null);
      setAsking({ what: verb, items: may });
      return;
    }
    const waiting = may.filter(({ handled }) => handled === null);
    if (waiting.length === 0) {
      setSaid(`${named(may)}: handled already. z takes back what you did.`);
      return;
    }
    const besides = new Set([...sending.keys(), ...waiting.map(({ subject }) => subject)]);
    const holdsFocus =
      document.activeElement?.closest("[data-subject]") != null || document.activeElement === document.body;
    if (waiting.some(({ subject }) => subject === current)) go(nextWaiting(items, current, besides), holdsFocus);
    void mark(verb, waiting);
  }

  function undo(done = lastDoneBy(items)): void {
    if (done.length === 0) {
      setSaid("Nothing that you did here is left to take back.");
      return;
    }
    const back = done.map(({ item: { subject, state }, mark }) => ({ subject, state, mark }));
    const what = named(done.map(({ item }) => item));
    void sent(
      back.map(({ subject }) => subject),
      "Taking back",
      () => send("POST", "/api/v1/reviews/marks", { items: back, what: "taken-back" }),
    ).then((failed) => failed === null && setSaid(`Taken back: ${what}.`));
  }

  function choose(subject: string, upTo: boolean): void {
    const from = upTo ? anchor.current : null;
    anchor.current = subject;
    setAt(subject);
    setChosen((before) => {
      const after = new Set(before);
      if (from !== null) for (const each of between(items, from, subject)) after.add(each);
      else if (!after.delete(subject)) after.add(subject);
      return after;
    });
  }

  function extend(step: 1 | -1): void {
    const next = neighbour(items, current, step);
    if (current === null || next === null) return;
    setChosen((before) => new Set([...before, current, next]));
    anchor.current = next;
    go(next, true);
  }

  const askToFinish = (): void => {
    if (!view.reader.signedIn) {
      setSaid("Sign in to finish the review.");
      return;
    }
    if (!view.reader.mayReview) {
      setSaid("Only editors finish a review.");
      return;
    }
    setProblem(null);
    setAsking({ what: "finish" });
  };

  const keys = [
    { keys: "j ArrowDown", says: "next item", act: () => go(neighbour(items, current, 1), true) },
    { keys: "k ArrowUp", says: "item before", act: () => go(neighbour(items, current, -1), true) },
    { keys: "x", says: "select", act: () => current !== null && choose(current, false) },
    { keys: "J", says: "select on downwards", act: () => extend(1) },
    { keys: "K", says: "select on upwards", act: () => extend(-1) },
    { keys: "e", says: "acknowledge", act: () => begin("acknowledged") },
    { keys: "f", says: "follow up", act: () => begin("followed-up") },
    { keys: "d", says: "dismiss", act: () => begin("dismissed") },
    { keys: "n", says: "note", act: () => begin("noted") },
    { keys: "z", says: "take back what you did last", act: () => undo() },
    { keys: "o Enter", says: "open", act: () => itemAt && router.push(itemAt.href) },
    { keys: "Shift+Enter", says: "finish the review", act: askToFinish },
  ];
  useKeys(items.length > 0 ? keys : keys.slice(-1));

  return {
    current,
    chosen,
    sending,
    asking,
    problem,
    said,
    go,
    choose,
    chooseNone: () => setChosen(new Set()),
    begin,
    mark,
    undo,
    askToFinish,
    finish: (note) =>
      sent([], "Finishing", () => send("POST", "/api/v1/reviews", { note, after: view.reviews.last?.id ?? null })).then(
        (failed) => {
          if (failed === null) setSaid("Finished. The page is kept as it is now.");
          return failed === null;
        },
      ),
    close: () => {
      setAsking(null);
      setProblem(null);
    },
  };
}
