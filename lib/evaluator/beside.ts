/** Starts work that nobody waits for; while it is under way, it is not begun again. `failed` hears of errors. */
export function beside(work: () => Promise<unknown>, failed: (error: unknown) => void): () => void {
  let isUnderWay = false;
  return () => {
    if (isUnderWay) return;
    isUnderWay = true;
    void work()
      .catch(failed)
      .finally(() => {
        isUnderWay = false;
      });
  };
}

/** Begins the work each time that it is called, and by itself where it was not called for `ms`. */
export function atLeastEvery(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  return () => {
    timer.refresh();
    work();
  };
}
