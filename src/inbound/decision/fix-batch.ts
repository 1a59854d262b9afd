// One request whose body is a list becomes one run for each item, in the list's order. Its own record starts nothing:
// it tells when all of them have ended.
import { createHash } from "node:crypto";
import type { NewRequest, RunJob } from "../../engine/inbox/inbox.ts";
import { foldName } from "../../language/fold.ts";
import { jsonAnswer, type Fault } from "../answer/answer.ts";
import { TEMPLATE_FAULT } from "../answer/decision-faults.ts";
import { toldAtOnce } from "../answer/told-at-once.ts";
import { samenessOf, type Sameness } from "../proof/sameness.ts";
import type { RequestContent } from "../request/request-content.ts";
import { loggedBody } from "../request/request-record.ts";
import { fixRun, type Fitting } from "./fix-run.ts";
import { endingsOf, type Judgement } from "./judgement.ts";

/** More are refused: each takes a place in the route's line, and a commit has them all. */
export const MAX_ITEMS = 100;

/** `forEach`: the path of the list. An item that does not pass the filter is left out; one that cannot be fixed refuses all. */
export function fixBatch(fitting: Fitting, content: RequestContent, forEach: string): Judgement {
  const { record, verdicts, reception } = fitting;
  const { compiled } = reception;
  const { reject, settle } = endingsOf(record, verdicts);
  const list = listAt(content.body, forEach);
  if (list === undefined) return reject("schema", noList(forEach));
  if (list.length > MAX_ITEMS) return reject("schema", tooMany(forEach, list.length));
  const items: NewRequest[] = [];
  for (const [index, item] of list.entries()) {
    const id = itemId(content.id, index);
    const begun = itemRecord(record, id, item);
    const one = fixRun({ ...fitting, ...begun }, { ...content, id, item });
    if (one.kind === "accepted") items.push(withPlace(one.record, content.id, index, list.length));
    else if (one.record.status === "rejected") {
      const { step = "prompt", detail = "it cannot be run" } = one.record.verdicts.at(-1) ?? {};
      const at = `${forEach}[${index}]`;
      return reject(step, { ...ITEM_FAULT, message: `${at}: ${detail}` });
    }
  }
  if (items.length === 0) {
    const detail = list.length === 0 ? `${forEach} is empty` : "filter.where holds for no item";
    verdicts.push({ step: "filter", ok: false, detail });
    const words = compiled.answer.words?.render(content, { status: "filtered" });
    const plain = jsonAnswer(compiled.answer.status, { id: content.id, status: "filtered" });
    return settle("filtered", words?.ok === true ? words.answer : plain);
  }
  verdicts.push({
    step: "prompt",
    ok: true,
    detail: `a run for ${items.length} of ${list.length} items`,
  });
  const same = namesOf(fitting);
  const job = jobOf(fitting, content, forEach, items);
  const told = toldAtOnce(compiled, content);
  if (!told.ok) return reject("prompt", { ...TEMPLATE_FAULT, message: told.error });
  const httpStatus = told.told.answer?.status ?? compiled.answer.status;
  return {
    kind: "accepted",
    ...told.told,
    record: {
      ...record,
      status: "waiting",
      httpStatus,
      job,
      items,
      dedupeKeys: same.names,
      dedupeForMs: same.forMs,
    },
  };
}

/** Own properties only. The body itself may be the list. */
function listAt(body: unknown, path: string): readonly unknown[] | undefined {
  let found: unknown = body;
  for (const key of path.split(".").slice(1)) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return Array.isArray(found) ? (found as unknown[]) : undefined;
}

/** Of the form of an id, with the time of the request's; the same whenever the request is decided. */
function itemId(id: string, index: number): string {
  const tail = createHash("sha256").update(`${id} ${index}`).digest("hex");
  return `${id.slice(0, "req_".length + 16)}8${tail.slice(0, 15)}`;
}

/** What is kept of an item is the item: the body stands in the request's own record. */
function itemRecord(
  record: NewRequest,
  id: string,
  item: unknown,
): Pick<Fitting, "record" | "verdicts"> {
  const verdicts = [...record.verdicts];
  const text = Buffer.from(JSON.stringify(item) ?? "null");
  return { record: { ...record, id, verdicts, body: loggedBody(text, text.byteLength) }, verdicts };
}

function withPlace(record: NewRequest, of: string, index: number, count: number): NewRequest {
  const { job } = record;
  return job === undefined ? record : { ...record, job: { ...job, batch: { of, index, count } } };
}

/** With a key of the operator's, each item has its own name and the request none. */
function namesOf({ proof, reception }: Fitting): Sameness {
  const { route } = reception.compiled;
  const isNamed = route.idempotencyKey !== undefined && route.replay !== "strict";
  if (proof === undefined || isNamed) return { names: [], forMs: 0 };
  return samenessOf(proof, route, undefined);
}

function jobOf(
  { reception, hops }: Fitting,
  { id }: RequestContent,
  forEach: string,
  items: readonly NewRequest[],
): RunJob {
  const { agentId, name, timeoutMs, mode, callback } = reception.compiled.route;
  return {
    agentId,
    sessionKey: `agent:${foldName(agentId)}:webhook:${foldName(name)}:${foldName(id)}`,
    prompt: `(Each of the ${items.length} items of ${forEach} has a run of its own.)`,
    timeoutMs,
    mode,
    callbackEndpoint: callback?.endpoint,
    hops,
    items: items.map((item) => item.id),
  };
}

const ITEM_FAULT: Omit<Fault, "message"> = { status: 422, code: "template" };

function noList(forEach: string): Fault {
  return {
    status: 422,
    code: "for_each",
    message: `${forEach} is no list`,
    hint: "send a list there; the route starts a run for each of its items",
  };
}

function tooMany(forEach: string, count: number): Fault {
  return {
    status: 422,
    code: "for_each",
    message: `${forEach} has ${count} items, more than ${MAX_ITEMS}`,
    hint: "send fewer in one request",
  };
}
