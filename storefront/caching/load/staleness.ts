/** Which versions were acknowledged when, so that a read that returns an older one can be called stale. Times in ms. */
export function acknowledged(staleAfterMs: number) {
  const byProduct = new Map<number, { version: number; at: number }[]>();
  return {
    write(product: number, version: number, at: number): void {
      byProduct.set(product, [...(byProduct.get(product) ?? []), { version, at }]);
    },
    /** For how long the version that was read had been replaced when the read began; null: it was not stale. */
    staleMs(product: number, versionRead: number, readBegan: number): number | null {
      const newer = (byProduct.get(product) ?? []).filter(({ version }) => version > versionRead);
      const since = Math.min(...newer.map(({ at }) => at));
      return readBegan - since > staleAfterMs ? readBegan - since : null;
    },
    /** Acknowledged writes whose product is older in the database. */
    missingIn(database: ReadonlyMap<number, number>): number {
      let missing = 0;
      for (const [product, writes] of byProduct)
        missing += writes.filter(({ version }) => version > (database.get(product) ?? 0)).length;
      return missing;
    },
    all: (): [number, number][] =>
      [...byProduct].flatMap(([product, writes]) => writes.map(({ version }): [number, number] => [product, version])),
  };
}
