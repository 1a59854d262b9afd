// Pages of a listing, one after the other, until enough rows came or enough was searched. Prints no row.
import type { Cli } from "../cli.ts";
import { clockTime } from "../terminal/time.ts";

interface Page {
  cursor?: string;
  searched?: { rows: number; backTo?: string };
}

const PAGE_ROWS = 200;
/** A search that found too little ends here, and says where to go on. */
const MOST_SEARCHED = 200_000;

/** Up to `count` rows, newest first. */
export async function newestRows<Answer extends Page, Row>(
  cli: Cli,
  asked: { method: string; filter: object; count: number },
  rowsOf: (page: Answer) => readonly Row[],
): Promise<Row[]> {
  const rows: Row[] = [];
  let searched = 0;
  let page: Page = {};
  do {
    const limit = Math.min(asked.count - rows.length, PAGE_ROWS);
    const { cursor } = page;
    const answer: Answer = await cli.ask(asked.method, {
      ...asked.filter,
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    rows.push(...rowsOf(answer));
    page = answer;
    searched += answer.searched?.rows ?? 0;
    if (page.cursor === undefined || rows.length >= asked.count) return rows;
    if (searched > 0) cli.progress(`Looked through ${searched} rows …`);
  } while (searched < MOST_SEARCHED);
  const backTo = page.searched?.backTo ?? "";
  cli.notice(
    `Looked through ${searched} rows, back to ${clockTime(backTo, cli.now())}; --until ${backTo} goes on from there.`,
  );
  return rows;
}
