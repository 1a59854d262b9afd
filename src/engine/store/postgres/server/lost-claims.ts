// Claims whose answer was lost on the way: the server may have given what nobody here knows of, and until that is given
// back, nobody takes it before its lease ends. Knows no table.

export interface LostClaims {
  /**
   * Gives back what `claim` gives. `took`: to be called with the ids before they are committed; they are lost where
   * the claim fails after that, whether it was committed or not.
   */
  heed: <Claims>(
    claim: (took: (ids: readonly string[]) => void) => Promise<Claims>,
  ) => Promise<Claims>;
  /** Once the server can be asked again. Rejects as `give` does; then they stay lost. */
  giveBack: (give: (ids: readonly string[]) => Promise<void>) => Promise<void>;
}

export function createLostClaims(): LostClaims {
  const lost = new Set<string>();
  return {
    async heed(claim) {
      let taken: readonly string[] = [];
      try {
        return await claim((ids) => {
          taken = ids;
        });
      } catch (error) {
        for (const id of taken) lost.add(id);
        throw error;
      }
    },
    async giveBack(give) {
      if (lost.size === 0) return;
      const ids = [...lost];
      await give(ids);
      for (const id of ids) lost.delete(id);
    },
  };
}
