"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { KeySheet } from "./key-sheet";

/** A key, or the keys of one act; `Shift+Enter` and the like where it needs one. */
export type KeyBinding = { keys: string; says: string; act: () => void };

type Keys = {
  bind: (bindings: readonly KeyBinding[]) => () => void;
  on: boolean;
  turn: (on: boolean) => void;
  showSheet: () => void;
};

const KeysContext = createContext<Keys | null>(null);
const KEPT = "plumbline.keys";

/** Where somebody types, or a dialog is open, letters are theirs; a box to tick takes none. */
const isTaken = (target: EventTarget | null): boolean =>
  document.querySelector("dialog[open]") !== null ||
  (target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select")));

/** There Enter and the space bar keep their own meaning. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("a, button, summary, label, input, [role=button]") !== null;

const nameOf = (event: KeyboardEvent): string => {
  const named = event.key.length > 1;
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${named && event.shiftKey ? "Shift+" : ""}${event.key}`;
};

/**
 * The keys of the page that is shown. They can be turned off (WCAG 2.1.4), `?` lists them, and they are silent while
 * somebody types.
 */
export function KeysProvider({ children }: { children: ReactNode }) {
  const bound = useRef(new Set<readonly KeyBinding[]>());
  const [on, setOn] = useState(true);
  const [sheet, setSheet] = useState<readonly KeyBinding[] | null>(null);

  useEffect(() => setOn(localStorage.getItem(KEPT) !== "off"), []);
  useEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || isTaken(event.target)) return;
      const name = nameOf(event);
      if (name === "?") {
        event.preventDefault();
        setSheet([...bound.current].flat());
        return;
      }
      const binding = [...bound.current].flat().findLast(({ keys }) => keys.split(" ").includes(name));
      if (!binding || (/^(Enter| )$/.test(name) && isPressable(event.target))) return;
      event.preventDefault();
      binding.act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [on]);

  const keys = useMemo<Keys>(
    () => ({
      bind: (bindings) => {
        bound.current.add(bindings);
        return () => void bound.current.delete(bindings);
      },
      on,
      turn: (wanted) => {
        localStorage.setItem(KEPT, wanted ? "on" : "off");
        setOn(wanted);
      },
      showSheet: () => setSheet([...bound.current].flat()),
    }),
    [on],
  );
  return (
    <KeysContext.Provider value={keys}>
      {children}
      {sheet && <KeySheet bindings={sheet} on={on} turn={keys.turn} close={() => setSheet(null)} />}
    </KeysContext.Provider>
  );
}

function useKeysContext(): Keys {
  const keys = useContext(KeysContext);
  if (keys === null) throw new Error("KeysProvider is not above this component");
  return keys;
}

/** Binds keys for as long as the component is shown; of two bindings of one key the later one holds. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const { bind } = useKeysContext();
  const latest = useRef(bindings);
  latest.current = bindings;
  const names = bindings.map(({ keys, says }) => `${keys}\n${says}`).join("\n\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: bound anew where other keys are, not where only their acts changed.
  useEffect(
    () => bind(latest.current.map(({ keys, says }, i) => ({ keys, says, act: () => latest.current[i]?.act() }))),
    [bind, names],
  );
}

/** Whether the keys are on, how they are turned, and how all of them are shown. */
export const useKeySwitch = (): Omit<Keys, "bind"> => useKeysContext();
