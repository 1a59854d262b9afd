// How a command ends that could not do what it was asked. Holds no rule about when.

/** `failed`: exit code 1. `misuse`: exit code 2, the command line itself is wrong. */
export class Failure extends Error {
  readonly code: "failed" | "misuse";

  constructor(code: Failure["code"], message: string) {
    super(message);
    this.name = "Failure";
    this.code = code;
  }
}
