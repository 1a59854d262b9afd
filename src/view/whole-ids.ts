// Which id is meant by its beginning, as git takes a commit's. Reads a bounded number of rows; changes nothing.
import type { Inbox } from "../engine/inbox/inbox.ts";
import type { Store } from "../engine/store/store.ts";

/** Where ids are looked for. */
type IdLog = Pick<Store, "list" | "search"> & Pick<Inbox, "listRequests">;

type WholeId =
  | { ok: true; id: string }
  /** Several begin like this: some of them, newest first. */
  | { ok: false; candidates: string[] };

/** What a question may name. `event`: an event type, or an id. */
interface Ids {
  event?: unknown;
  id?: string;
  eventId?: string;
  ids?: readonly string[];
}

const IS_ID = /^(?:dlv|evt|req)_[0-9a-f]+$/;
/** Kind, `_`, 32 digits. */
const WHOLE_LENGTH = 36;
/** Sorts after every digit of an id. */
const END = "g";
/** Of an event's id, what the ids of its deliveries begin with as well: its time and counter. */
const COMMON_DIGITS = 18;
const MOST_SHOWN = 5;
const MOST_READ = 200;

/**
 * `text`: `dlv_…`, `evt_…` or `req_…`, whole or its beginning. What begins no id is given back as it is: it is
 * not found later, and told so.
 */
async function wholeId(log: IdLog, text: string): Promise<WholeId> {
  if (text.length >= WHOLE_LENGTH) return { ok: true, id: text };
  const found = [...new Set(await idsFrom(log, text))].filter((id) => id.startsWith(text));
  if (found.length > 1) return { ok: false, candidates: found.slice(0, MOST_SHOWN) };
  return { ok: true, id: found[0] ?? text };
}

type Meant = { ok: true; params: object } | { ok: false; problem: string };

/** The parameters of a question with every id in them whole. `problem` names the ids that may be meant. */
export async function withWholeIds(log: IdLog, params: Ids): Promise<Meant> {
  const whole: Ids = {};
  for (const name of ["id", "eventId", "event"] as const) {
    const text = params[name];
    if (typeof text !== "string" || !IS_ID.test(text)) continue;
    const found = await wholeId(log, text);
    if (!found.ok) return ambiguous(text, found.candidates);
    whole[name] = found.id;
  }
  if (params.ids === undefined) return { ok: true, params: { ...params, ...whole } };
  const ids: string[] = [];
  for (const text of params.ids) {
    const found = await wholeId(log, text);
    if (!found.ok) return ambiguous(text, found.candidates);
    ids.push(found.id);
  }
  return { ok: true, params: { ...params, ...whole, ids } };
}

function ambiguous(text: string, candidates: readonly string[]): Meant {
  const problem = `"${text}" begins several ids, write more of it: ${candidates.join(", ")}`;
  return { ok: false, problem };
}

async function idsFrom(log: IdLog, text: string): Promise<string[]> {
  const [kind = "", digits = ""] = text.split("_");
  const limit = MOST_SHOWN;
  if (kind === "req") {
    return (await log.listRequests({ before: text + END, limit })).map(({ id }) => id);
  }
  if (kind === "dlv") return (await log.list({ before: text + END, limit })).map(({ id }) => id);
  const before = `dlv_${digits.slice(0, COMMON_DIGITS)}${END}`;
  const near = await log.list({ before, limit: MOST_READ });
  const beside = near.map(({ eventId }) => eventId).filter((id) => id.startsWith(text));
  if (beside.length > 0) return beside;
  // A replay's delivery is younger than its event.
  const { deliveries } = await log.search({ text, limit: MOST_READ });
  return deliveries.map(({ eventId }) => eventId);
}
