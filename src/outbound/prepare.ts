// Makes an endpoint ready to be asked: everything that config can get wrong is found here, once,
// and what is left runs per event. Must not send, wait or read a clock.
import type { Endpoint } from "../config/settings.ts";
import type { EventRecord } from "../engine/record.ts";
import { compileAnswerRules, type ReadAnswer } from "./answer/rules.ts";
import { envelopeKeys, envelopeOf } from "./envelope.ts";
import type { Format } from "./format/format.ts";
import { FORMATS } from "./formats/formats.ts";
import { compileMatch } from "./match.ts";
import { boundsOf, joined, type BatchBounds } from "./request/batch.ts";
import { compileMessages } from "./request/compile-messages.ts";
import type { Messages } from "./request/outgoing-message.ts";
import { signingsOf, type Signing } from "./receiver-signature.ts";
import { readSigningKey } from "./signing-keys.ts";
import type { Rendered } from "./transform.ts";
import { compileWhere } from "../language/where/where-compile.ts";
import { holds, type Clause } from "../language/where/where.ts";

export interface PreparedEndpoint {
  /** With what its format says where it says nothing itself. */
  readonly endpoint: Endpoint;
  /** The compiled `filter.where`, for explaining; absent when there is none. */
  readonly where?: Clause;
  /** The compiled `filter.triggers`, which stands in the envelope and in no column. */
  readonly triggers?: Clause;
  /** The types that its format takes; absent = all. */
  readonly takes?: readonly string[];
  /** Whether this event goes to this endpoint; parses `event.json` at most once, and only for `where` and `triggers`. */
  hears: (event: EventRecord) => boolean;
  /** What every attempt sends, in order, or why it cannot be rendered. The same for the same event, always. */
  messages: (event: EventRecord) => Messages;
  /** Absent: each event goes by itself. */
  readonly batch?: BatchBounds;
  /** The bodies of them, one below the other; of a batch, with this event alone. */
  body: (event: EventRecord) => Rendered;
  /** How its receiver asks to be signed to, beside the own signatures. */
  readonly signings: readonly Signing[];
  /** Absent: only the status of an answer counts. */
  readonly readAnswer?: ReadAnswer;
}

/**
 * Compiles filter, `where`, what is sent and secrets. Problems make the endpoint held; each starts with
 * its place below the endpoint, for example `transform.text: …`, and never shows a secret.
 */
export function prepareEndpoint(
  endpoint: Endpoint,
): { ok: true; prepared: PreparedEndpoint } | { ok: false; problems: string[] } {
  const { filter, secrets } = endpoint;
  const format = endpoint.format === undefined ? undefined : FORMATS.get(endpoint.format);
  const problems = secrets.flatMap((secret, index) => {
    const read = readSigningKey(secret);
    return read.ok ? [] : [`secret[${index}]: ${read.error}`];
  });
  const where =
    filter.where && compileWhere(filter.where, { at: "filter.where", roots: envelopeKeys });
  if (where && !where.ok) problems.push(...where.problems);
  const triggers =
    filter.triggers &&
    compileWhere(
      { "data.trigger": { in: filter.triggers } },
      { at: "filter.triggers", roots: envelopeKeys },
    );
  const messages = compileMessages(endpoint, format);
  if (!messages.ok) problems.push(...messages.problems);
  const answers = compileAnswerRules(
    endpoint,
    format && { ...format.answers, title: format.title },
  );
  problems.push(...answers.problems);
  if (problems.length > 0 || !messages.ok) return { ok: false, problems };

  const matches = compileMatch(endpoint);
  const clause = where?.ok ? where.clause : undefined;
  const caused = triggers?.ok ? triggers.clause : undefined;
  const takes = format?.events;
  const prepared: PreparedEndpoint = {
    endpoint: withBatchDefaults(withFormatDefaults(endpoint, format)),
    ...(clause && { where: clause }),
    ...(caused && { triggers: caused }),
    ...(takes && { takes }),
    hears: (event) =>
      matches(event) &&
      (!takes || (takes as readonly string[]).includes(event.type)) &&
      (!caused || holds(caused, envelopeOf(event))) &&
      (!clause || holds(clause, envelopeOf(event))),
    messages: messages.write,
    ...(endpoint.batch && { batch: boundsOf(endpoint.batch) }),
    body: (event) => bodiesOf(asSent(messages.write(event), endpoint)),
    signings: signingsOf(endpoint, format),
    ...(answers.read && { readAnswer: answers.read }),
  };
  return { ok: true, prepared };
}

/** What is sent for an event that goes without others. */
export function asSent(written: Messages, { batch }: Endpoint): Messages {
  if (!written.ok || !batch) return written;
  return { ok: true, messages: [joined(written.messages)] };
}

/** Tries of a batch wait for each other, so that as many as two batches hold may be on their way. */
function withBatchDefaults(endpoint: Endpoint): Endpoint {
  if (!endpoint.batch) return endpoint;
  const { maxEvents } = boundsOf(endpoint.batch);
  return { ...endpoint, concurrency: Math.max(endpoint.concurrency, 2 * maxEvents) };
}

function withFormatDefaults(endpoint: Endpoint, format: Format | undefined): Endpoint {
  if (format?.rates === undefined || endpoint.rateLimits !== undefined) return endpoint;
  return { ...endpoint, rateLimits: format.rates };
}

function bodiesOf(messages: Messages): Rendered {
  if (!messages.ok) return messages;
  return { ok: true, body: messages.messages.map(({ body }) => body).join("\n") };
}
