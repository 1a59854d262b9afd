// One thing done otherwise than it should be. Holds no code.

/** `what`: words that follow "the signature fits, but". */
export interface Deviation {
  fault: "body" | "secret" | "scheme";
  what: string;
  /** What to do about it. */
  advice: string;
}

/** A deviation, and what is tried with it in place of what was given. */
export interface Variant<Value> extends Deviation {
  value: Value;
}
