/**
 * Gathers what is asked for in one turn of the event loop into one call of `load`, which answers in the order of its
 * ids. A category's page that misses its products then costs one read, not fifteen.
 */
export function batched<T>(load: (ids: number[]) => Promise<T[]>): (id: number) => Promise<T> {
  let gathered: number[] = [];
  let running: Promise<T[]> | undefined;

  async function nextTurn(): Promise<T[]> {
    await new Promise((resolve) => setImmediate(resolve));
    const ids = gathered;
    gathered = [];
    running = undefined;
    return load(ids);
  }

  return async (id) => {
    const place = gathered.push(id) - 1;
    running ??= nextTurn();
    const answer = (await running)[place];
    if (answer === undefined) throw new Error(`nothing was found for ${id}`);
    return answer;
  };
}
