// How a body is refused: a status and words that say what to fix.
// Must not repeat anything of the body: the words go to the caller and into the log.

export interface Refusal {
  ok: false;
  /** 400 broken, 413 too large, 415 a kind that is not taken, 422 readable but not acceptable. */
  status: 400 | 413 | 415 | 422;
  error: {
    /** Stable, for programs: `body_not_json`. */
    code: string;
    /** What is wrong. */
    message: string;
    /** What to do about it. */
    hint: string;
  };
}

export function refuse(
  status: Refusal["status"],
  code: string,
  message: string,
  hint: string,
): Refusal {
  return { ok: false, status, error: { code, message, hint } };
}
