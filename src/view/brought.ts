// What is shown of a secret that a sender has brought. Types and nothing else.

export interface Brought {
  route: string;
  /** ISO 8601; absent = none was brought. */
  broughtAt?: string;
  requestId?: string;
  /** Only where it was asked for. */
  secret?: string;
  forgotten?: boolean;
}
