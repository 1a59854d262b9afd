// The deliveries that a filter finds, newest first, kept true while they change. Held still, it changes what
// is shown but puts nothing above it, and counts what is new.
import type { DeliveryFilter, DeliveryPage, DeliveryRow } from "./answers.ts";
import { coalesce } from "./coalesce.ts";
import { countNewer, leavesGap, withAnswer, type Answered } from "./rows.ts";
import type { Source } from "./source.ts";

export interface FeedState {
  rows: readonly DeliveryRow[];
  /** Undefined until the first answer. */
  loaded: boolean;
  /** Older ones may follow. */
  more: boolean;
  error?: Error;
  /** New ones that are not shown while it is held still. */
  unseen: number;
}

export interface Feed {
  state: () => FeedState;
  loadOlder: () => void;
  holdStill: (still: boolean) => void;
  /** Rows in sight, so that older ones stay true as well. */
  look: (first: number, end: number) => void;
  again: () => void;
  end: () => void;
}

const PAGE_ROWS = 100;
const ASK_EVERY_MS = 300;
const MOST_PARTS = 40;

const isBarren = (page: DeliveryPage): boolean =>
  page.deliveries.length === 0 && page.cursor !== undefined;

/** `filter` is asked each time, because "the last hour" moves. */
export function createFeed(
  source: Source,
  filter: () => DeliveryFilter,
  changed: () => void,
): Feed {
  let state: FeedState = { rows: [], loaded: false, more: false, unseen: 0 };
  let still = false;
  let ended = false;
  let asking = false;
  let sight = { first: 0, end: 0 };

  function set(next: Partial<FeedState>): void {
    if (ended) return;
    state = { ...state, ...next };
    changed();
  }

  async function ask(before?: string, limit = PAGE_ROWS): Promise<Answered<DeliveryRow>> {
    const wanted = filter();
    const from = (cursor: string | undefined): Promise<DeliveryPage> =>
      source.ask("list", { ...wanted, limit, ...(cursor !== undefined && { cursor }) });
    let page = await from(before);
    // A search by agent or text looks at a part of the log each time, and may find nothing in it.
    for (let part = 1; part < MOST_PARTS && isBarren(page); part += 1)
      page = await from(page.cursor);
    return {
      rows: page.deliveries,
      more: page.cursor !== undefined,
      ...(before !== undefined && { before }),
    };
  }

  async function askNewest(): Promise<void> {
    const newest = await ask();
    const { rows } = state;
    if (still && rows.length > 0) {
      const [top] = rows;
      const known = newest.rows.filter(({ id }) => top !== undefined && id <= top.id);
      const unseen = countNewer(rows, newest);
      const shown = known.length > 0 ? withAnswer(rows, { ...newest, rows: known }) : rows;
      set({ rows: shown, unseen, loaded: true, error: undefined });
    } else if (leavesGap(rows, newest) || rows.length === 0) {
      set({ rows: newest.rows, more: newest.more, unseen: 0, loaded: true, error: undefined });
    } else {
      const more = newest.more && state.more;
      set({ rows: withAnswer(rows, newest), more, unseen: 0, loaded: true, error: undefined });
    }
  }

  /** What is in sight below the newest page, when it may still change. */
  async function askInSight(): Promise<void> {
    const first = Math.max(sight.first, 1);
    const end = Math.min(sight.end, state.rows.length);
    const open = state.rows.slice(first, end).some(({ status }) => status !== "delivered");
    const before = state.rows[first - 1]?.id;
    if (end <= PAGE_ROWS || !open || before === undefined) return;
    const answered = await ask(before, Math.min(200, end - first));
    set({ rows: withAnswer(state.rows, answered), more: answered.more && state.more });
  }

  const refresh = coalesce(async () => {
    try {
      await askNewest();
      await askInSight();
    } catch (error) {
      set({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  }, ASK_EVERY_MS);

  async function askOlder(): Promise<void> {
    const before = state.rows.at(-1)?.id;
    if (asking || !state.more || before === undefined) return;
    asking = true;
    try {
      const older = await ask(before, 200);
      // The newest may have taken the place of all rows meanwhile.
      if (state.rows.at(-1)?.id !== before) return;
      set({ rows: withAnswer(state.rows, older), more: older.more });
    } catch (error) {
      set({ error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      asking = false;
    }
  }

  const silence = source.onChanged(refresh.wish);
  const reconnect = source.onConnection(() => {
    if (source.connected) refresh.wish();
  });
  refresh.wish();

  return {
    state: () => state,
    loadOlder: () => void askOlder(),
    holdStill(next) {
      const released = still && !next;
      still = next;
      if (released && state.unseen > 0) refresh.wish();
    },
    look: (first, end) => {
      sight = { first, end };
    },
    again: refresh.wish,
    end() {
      ended = true;
      refresh.end();
      silence();
      reconnect();
    },
  };
}
