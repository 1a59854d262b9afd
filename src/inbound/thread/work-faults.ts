// What a caller is told where the thread that decides could not say anything of its request.
import type { Fault } from "../answer/answer.ts";
import type { Outcome } from "./messages.ts";

export const UNCHECKED: Fault = {
  status: 422,
  code: "too_much_work",
  message: "this body takes too long to check",
};

export function faultOf(outcome: Exclude<Outcome<never>, { kind: "done" | "overrun" }>): Fault {
  const message =
    outcome.kind === "full"
      ? "too many large requests wait to be checked"
      : "requests of this size cannot be checked now";
  return { status: 503, code: "busy", message, hint: "send it again", retryAfterSeconds: 5 };
}
