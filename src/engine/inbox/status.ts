// Where a request stands, and what each step decided about it. Types and nothing else.

/**
 * - `rejected`: answered with an error (size, route, authenticity, body, schema, rate); kept to be looked at
 * - `handshake`, `filtered`, `duplicate`: answered, starts nothing
 * - `waiting`: will start a run; `running`: has started one
 * - `merged`: joined into a later request by `coalesce`
 * - `completed`, `failed`: the run ended
 */
export type RequestStatus =
  | "rejected"
  | "handshake"
  | "filtered"
  | "duplicate"
  | "waiting"
  | "running"
  | "merged"
  | "completed"
  | "failed";

/** The steps of design.md, Inbound, in their order. */
export type Step =
  | "size"
  | "route"
  | "rate"
  | "authenticity"
  | "replay"
  | "handshake"
  | "content type"
  | "schema"
  | "filter"
  | "coalesce"
  | "prompt"
  | "reading"
  | "run"
  | "callback";

/** What one step decided; `detail` is for the operator, never for the caller, and holds no secret. */
export interface StepVerdict {
  step: Step;
  ok: boolean;
  detail?: string;
}
