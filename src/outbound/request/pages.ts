// A reply that is longer than one message of its receiver may be: as many messages as it takes, cut where words part,
// and ten at most. Knows no receiver.
import type { ReplyPages } from "../../config/route/replies.ts";
import type { Method } from "../../config/settings.ts";
import { PLAIN } from "../format/escape.ts";
import { fit } from "../format/fit.ts";
import { MEDIA_TYPES } from "./content.ts";
import type { Message, Messages } from "./outgoing-message.ts";

/** `first`: of the first message; all others go by POST. */
export function pagesOf(
  body: unknown,
  { field, most }: ReplyPages,
  first: { method: Method; url: string },
): Messages {
  const fields = body as Readonly<Record<string, unknown>>;
  const text = fields[field];
  if (typeof text !== "string") return { ok: false, error: `the reply has no text in "${field}"` };
  const rule = { most, unit: "characters", escape: PLAIN, long: "split" } as const;
  const messages = fit([{ text, foreign: true }], rule).map((page, at): Message => ({
    ...first,
    ...(at > 0 && { method: "POST" }),
    contentType: MEDIA_TYPES.json,
    headers: {},
    body: JSON.stringify({ ...fields, [field]: page }),
  }));
  return { ok: true, messages };
}
