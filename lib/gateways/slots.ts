import "server-only";
import { DomainError } from "@/lib/errors";

/** Shared by every route: Next gives them module instances of their own. */
type Slots = { free: number; waiting: (() => void)[] };
const shared = globalThis as { [name: symbol]: Slots | undefined };

type Bounds = { slots: number; mostWaiting: number; refusal?: string };

/** Lets so many questions be asked at a time; the others wait their turn, and too many are turned away. */
export function turnsOf(
  name: string,
  { slots, mostWaiting, refusal = "Too many queries are tried out at once." }: Bounds,
) {
  const key = Symbol.for(`plumbline.${name}`);
  const own = (): Slots => {
    shared[key] ??= { free: slots, waiting: [] };
    return shared[key];
  };
  /** @throws DomainError `too-many-requests` */
  return async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const { waiting } = own();
    if (own().free > 0) own().free -= 1;
    else {
      if (waiting.length >= mostWaiting) throw new DomainError("too-many-requests", refusal, "Try again in a moment.");
      await new Promise<void>((resolve) => void waiting.push(resolve));
    }
    try {
      return await ask();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else own().free += 1;
    }
  };
}
