// What is wrong with the `response` of a route, as far as its settings alone can tell. Renders nothing.
import type { RouteResponse } from "../../config/route/route-settings.ts";
import { suggestion } from "../../language/nearest.ts";
import { answerKind } from "./media-type.ts";

/** The first words of what an answer's templates and conditions may read. */
export const ANSWER_ROOTS: readonly string[] = [
  "body",
  "headers",
  "query",
  "route",
  "receivedAt",
  "requestId",
  "status",
  "reply",
];

/** HTTP lets them have none (RFC 9110, 15.3.5 and 15.3.6). */
export const NO_BODY: ReadonlySet<number> = new Set([204, 205]);
const TYPES =
  "application/json, application/xml, text/xml, application/x-www-form-urlencoded or text/plain, in UTF-8";

/** `status`: the one that an accepted request is answered with. */
export function settingProblems(response: RouteResponse, status: number): string[] {
  const { contentType, body, mode } = response;
  const problems: string[] = [];
  if (contentType !== undefined && answerKind(contentType) === undefined)
    problems.push(`response.contentType: expected ${TYPES}`);
  if (contentType !== undefined && body === undefined)
    problems.push('response.contentType: says nothing without "body"');
  if (!NO_BODY.has(status)) return problems;
  if (body !== undefined && body !== "")
    problems.push(`response.body: an answer with status ${status} has no body`);
  if (mode === "wait")
    problems.push(`response.status: ${status} has no body that a reply could stand in`);
  return problems;
}

/** Names that nothing has: of the operator's own templates alone, since a sender's are ours. */
export function nameProblems(roots: ReadonlySet<string>, { mode }: RouteResponse): string[] {
  const unknown = [...roots].filter((root) => !ANSWER_ROOTS.includes(root));
  const problems = unknown.map(
    (root) => `response.body: there is no "${root}"${suggestion(root, ANSWER_ROOTS)}`,
  );
  if (mode !== "wait" && roots.has("reply"))
    problems.push('response.body: there is no "reply" before the run has ended; set mode: "wait"');
  return problems;
}
