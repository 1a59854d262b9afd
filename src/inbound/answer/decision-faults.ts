// What a caller is told of a step that refused the request. Knows no request.
import type { Fault } from "./answer.ts";

export function methodFault(methods: readonly string[]): Fault {
  const message = `this route takes ${methods.join(", ")}`;
  return { status: 405, code: "method_not_allowed", message, allow: methods.join(", ") };
}

export const LOOP_FAULT: Fault = {
  status: 508,
  code: "loop",
  message: "this request was caused by a run that a request caused, again and again",
  hint: "look for an endpoint whose deliveries come back to a route",
};
export const SCHEMA_FAULT: Fault = {
  status: 422,
  code: "schema",
  message: "the body does not fit the route's schema",
  hint: "see details",
};
export const TEMPLATE_FAULT: Omit<Fault, "message"> = { status: 422, code: "template" };
