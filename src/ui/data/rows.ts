// Rows that are known, newest first, and what an answer of the Gateway makes of them. Ids grow with time.

interface Row {
  id: string;
}

/** What a list answered: all rows older than `before` down to its own last, or to the end when there is no more. */
export interface Answered<T> {
  rows: readonly T[];
  before?: string;
  more: boolean;
}

/** The known rows with those in the answer's stretch replaced by the answer. */
export function withAnswer<T extends Row>(known: readonly T[], answered: Answered<T>): T[] {
  const { rows, before, more } = answered;
  const oldest = rows.at(-1)?.id;
  const newer = before === undefined ? [] : known.filter(({ id }) => id >= before);
  const older = more && oldest !== undefined ? known.filter(({ id }) => id < oldest) : [];
  return [...newer, ...rows, ...older];
}

/** Whether rows are missing between the newest ones of the Gateway and those that are known. */
export function leavesGap<T extends Row>(known: readonly T[], newest: Answered<T>): boolean {
  const [top] = known;
  const oldest = newest.rows.at(-1);
  return newest.more && top !== undefined && oldest !== undefined && oldest.id > top.id;
}

/** How many rows of the answer are newer than every known one. */
export function countNewer<T extends Row>(known: readonly T[], { rows }: Answered<T>): number {
  const [top] = known;
  return top === undefined ? rows.length : rows.filter(({ id }) => id > top.id).length;
}
