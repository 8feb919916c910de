"use client";
import { Dialog } from "@/app/_parts/dialog";

type Props = {
  bindings: readonly { keys: string; says: string }[];
  on: boolean;
  turn: (on: boolean) => void;
  close: () => void;
};

/** Every key that does something on this page. */
export function KeySheet({ bindings, on, turn, close }: Props) {
  return (
    <Dialog title="Keys" close={close}>
      <dl className="keysheet">
        {bindings.map(({ keys, says }) => (
          <div key={`${keys} ${says}`}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>all keys</dd>
        </div>
      </dl>
      <button type="button" className="btn sm" onClick={() => turn(!on)}>
        {on ? "Turn keys off" : "Turn keys on"}
      </button>
    </Dialog>
  );
}
