/** What was wrong with a request, for a program. */
export type ProblemCode =
  /** A parser read the body before us: the bytes that were signed are gone. */
  | "body-parsed"
  | "body-too-large"
  | "header-missing"
  | "timestamp-malformed"
  /** Older or newer than `toleranceSeconds` allows: a repeated request, or a clock that is wrong. */
  | "timestamp-outside-tolerance"
  | "signature-wrong"
  /** No endpoint could sign for what was given as `secret`. */
  | "secret-unusable"
  /** The body is not an event: the endpoint has a `transform` or a `format`. */
  | "not-an-event";

/** Why a request was refused, with what to do. Never holds a secret, a signature or a body. */
export class WebhookProblem extends Error {
  override readonly name = "WebhookProblem";
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}
