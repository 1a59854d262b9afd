// What a sender has to read to be content, as data: one row's `answer`. Must not hold a sender's facts.
import type { ReplyPages } from "../../config/route/replies.ts";

/** One answer. */
export interface AnswerCase {
  /** 200 to 299; default 200. */
  status?: number;
  /** Default: JSON for JSON, `text/plain` for one text. */
  contentType?: string;
  /**
   * A template, or JSON of any shape whose strings are templates, over the request's values, `status`, and `reply`,
   * which is missing while there is none. Its values are escaped for `contentType`. Absent = no body.
   */
  body?: unknown;
}

/** Where and how a reply is told later, by an address that the sender's own request brings. */
export interface LaterReply {
  /**
   * The address: what a `{path}` of the request's body holds stands in it, and nothing else of the request. Words
   * between slashes are encoded; a template that is one path takes the whole address.
   */
  url: string;
  /** Hosts that the address may have, exactly, over https and on its own port. Anything else is not sent to. */
  hosts: readonly string[];
  method: "POST" | "PATCH";
  /** JSON whose strings are templates over the event `inbound.completed`. */
  body: unknown;
  /** Absent: a longer text is its receiver's to cut. */
  pages?: ReplyPages;
  /** After so long, counted from the request, the address is worth nothing. */
  withinMs: number;
}

export interface SenderAnswer extends AnswerCase {
  /** The first one that holds is taken; `where` is a condition over the same values. */
  cases?: readonly (AnswerCase & { where: Readonly<Record<string, unknown>> })[];
  /** How long the sender waits, with a margin: what `response.mode: "wait"` waits where nothing else is set. */
  withinMs?: number;
  later?: LaterReply;
  /** The body, which is one text, goes back signed and encrypted as the request is. */
  sealed?: true;
}
