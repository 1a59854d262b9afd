// What templates and conditions of a route see of one request.
// Must not hold credentials: whoever fills `headers` leaves out what authenticates.
import { parseJson } from "../../language/number/parse-json.ts";
import { openScope, type TemplateScope } from "../../language/template/template.ts";
import { workBudget } from "../../language/template/work-meter.ts";

export interface RequestContent {
  /** `req_…`. */
  id: string;
  route: string;
  /** Ms since the epoch; also what templates read as "now", so that a second rendering is the same. */
  receivedAt: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** See `readBody`. */
  body: unknown;
  /** With `forEach`: the item that this run is about. */
  item?: unknown;
  /** Length of the raw body, which the work that templates may do grows with. */
  bodyBytes: number;
  /** What a reader made of the body; templates then see nothing else that was sent. */
  fields?: unknown;
  /** The work that a template may do; absent = what `bodyBytes` grants. */
  workUnits?: number;
}

/** What templates of a route see. */
export const requestRoots = ["body", "headers", "query", "route", "receivedAt", "requestId"];

/** The names of templates and conditions, `{{ body.x }}`. `receivedAt` is RFC 3339 in UTC. */
export function valuesOf(request: RequestContent): object {
  const { id, route, headers, query, body, fields } = request;
  const receivedAt = new Date(request.receivedAt).toISOString();
  if (fields !== undefined) return { fields, route, receivedAt, requestId: id };
  const item = "item" in request ? { item: request.item } : {};
  return { body, headers, query, route, receivedAt, requestId: id, ...item };
}

/** Opens a request for templates. The budget of work is one for all that render in the scope. */
export function scopeOf(request: RequestContent): TemplateScope {
  return openScope(valuesOf(request), {
    now: request.receivedAt,
    workUnits: request.workUnits ?? workBudget(request.bodyBytes),
  });
}

/** As it is kept until it is known what was gathered: one text, which threads hand on without a look at its parts. */
export function contentText({ workUnits: _spent, ...content }: RequestContent): string {
  return JSON.stringify(content);
}

/** Rows of earlier versions hold the value itself. */
export function contentFrom(kept: unknown): RequestContent {
  return (typeof kept === "string" ? parseJson(kept) : kept) as RequestContent;
}
