// How a store fails, whatever it is kept in.

/** `code` tells what an operator must do; `message` says it. */
export class StoreError extends Error {
  readonly code:
    | "newer-version"
    | "corrupt"
    | "full"
    | "read-only"
    | "locked"
    | "taken" // By another Gateway.
    | "io"
    | "away"
    | "denied"
    | "untrusted" // Its certificate.
    | "config";

  constructor(code: StoreError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}
