// Makes an endpoint ready to be asked: everything that config can get wrong is found here, once,
// and what is left runs per event. Must not send, wait or read a clock.
import type { Endpoint } from "../config/settings.ts";
import type { EventRecord } from "../engine/record.ts";
import { envelopeOf, type Envelope } from "./envelope.ts";
import { compileMatch } from "./match.ts";
import { redact, thin } from "./payload-level.ts";
import { readSigningKey } from "./signing-keys.ts";
import { compileTransform, type Rendered, type Transform } from "./transform.ts";
import { compileWhere } from "../language/where-compile.ts";
import { holds, type Clause } from "../language/where.ts";

export interface PreparedEndpoint {
  readonly endpoint: Endpoint;
  /** The compiled `filter.where`, for explaining; absent when there is none. */
  readonly where?: Clause;
  /** The compiled `filter.triggers`, which stands in the envelope and in no column. */
  readonly triggers?: Clause;
  /** Whether this event goes to this endpoint; parses `event.json` at most once, and only for `where` and `triggers`. */
  hears: (event: EventRecord) => boolean;
  /** The body of every attempt, or why it cannot be rendered. The same for the same event, always. */
  body: (event: EventRecord) => Rendered;
}

const envelopeKeys = ["id", "type", "timestamp", "instanceId", "data"];

/**
 * Compiles filter, `where`, transform and secrets. Problems make the endpoint held; each starts with
 * its place below the endpoint, for example `transform.text: …`, and never shows a secret.
 */
export function prepareEndpoint(
  endpoint: Endpoint,
): { ok: true; prepared: PreparedEndpoint } | { ok: false; problems: string[] } {
  const { filter, transform, secrets, payload } = endpoint;
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
  const shape = transform === undefined ? undefined : compileTransform(transform);
  if (shape && !shape.ok) problems.push(...shape.problems);
  if (problems.length > 0) return { ok: false, problems };

  const matches = compileMatch(endpoint);
  const clause = where?.ok ? where.clause : undefined;
  const caused = triggers?.ok ? triggers.clause : undefined;
  const prepared: PreparedEndpoint = {
    endpoint,
    ...(clause && { where: clause }),
    ...(caused && { triggers: caused }),
    hears: (event) =>
      matches(event) &&
      (!caused || holds(caused, envelopeOf(event))) &&
      (!clause || holds(clause, envelopeOf(event))),
    body: bodyWriter(payload, shape?.ok ? shape.transform : undefined),
  };
  return { ok: true, prepared };
}

function bodyWriter(
  payload: Endpoint["payload"],
  transform: Transform | undefined,
): PreparedEndpoint["body"] {
  // The stored bytes as they are: nothing is parsed or written again.
  if (payload === "full" && !transform) return (event) => ({ ok: true, body: event.json });
  const visible: (envelope: Envelope) => Envelope =
    payload === "full" ? (envelope) => envelope : payload === "thin" ? thin : redact;
  return (event) => {
    const envelope = visible(envelopeOf(event));
    if (!transform) return { ok: true, body: JSON.stringify(envelope) };
    return transform(envelope, { now: event.at, eventLength: event.json.length });
  };
}
