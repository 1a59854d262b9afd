// Whether a condition of a row holds for a request. Must not answer anything.
import { valuesAt } from "../../../language/values-at.ts";
import { formFields, isForm, readPlace } from "../../../signature/message.ts";
import { bodyJson, type InboundRequest } from "../../request/request.ts";
import { isSameText } from "../usable-secrets.ts";
import type { Condition } from "./row.ts";

export function holds(request: InboundRequest, condition: Condition): boolean {
  if ("absent" in condition) {
    return valuesAt(bodyJson(request), condition.absent.split(".")).length === 0;
  }
  if ("empty" in condition) {
    const [list] = valuesAt(bodyJson(request), condition.empty.split("."));
    return Array.isArray(list) && list.length === 0;
  }
  if ("only" in condition) {
    const names = namesOf(request);
    return (
      names.length === condition.only.length && condition.only.every((one) => names.includes(one))
    );
  }
  const read = readPlace(request, condition.at);
  if (!read.ok) return false;
  return "is" in condition
    ? isSameText(read.value, condition.is)
    : condition.matches.test(read.value);
}

function namesOf(request: InboundRequest): string[] {
  if (isForm(request)) return [...formFields(request).keys()];
  const body = bodyJson(request);
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  return isObject ? Object.keys(body) : [];
}
