// What the callers of one route are answered: what its settings say, else what its sender needs, else what became of
// the request as JSON. Compiled once. Must not wait for a run, and must not answer a refusal.
import type { Route, RouteAuth, RouteResponse } from "../../config/route/route-settings.ts";
import { openScope } from "../../language/template/template.ts";
import { compileWhere } from "../../language/where/where-compile.ts";
import { holds } from "../../language/where/where.ts";
import { workBudget } from "../../language/template/work-meter.ts";
import { presetNamed } from "../proof/presets/presets.ts";
import { valuesOf, type RequestContent } from "../request/request-content.ts";
import type { HttpAnswer } from "./answer.ts";
import { compileAnswerBody, type AnswerBody } from "./answer-body.ts";
import { sealedAnswer } from "./sealed-answer.ts";
import { ANSWER_ROOTS, nameProblems, NO_BODY, settingProblems } from "./answer-problems.ts";
import { answerKind, writtenType } from "./media-type.ts";
import type { AnswerCase, SenderAnswer } from "./sender-answer.ts";

/** What became of a request, for its caller. `running`: `wait` has waited long enough. */
export interface Told {
  status: "accepted" | "filtered" | "running" | "completed" | "failed";
  reply?: string;
}

export type RenderedAnswer = { ok: true; answer: HttpAnswer } | { ok: false; error: string };

export interface RouteAnswer {
  /** Of an accepted request. */
  status: number;
  /** For the run: `response.mode` says so, and the sender does not take the reply later anyway. */
  waits: boolean;
  /** How long. */
  timeoutMs: number;
  /** Absent: what became of the request is told as JSON. */
  words?: {
    /** What of a request has to be at hand. */
    content: (request: RequestContent) => RequestContent;
    render: (request: RequestContent, told: Told) => RenderedAnswer;
  };
}

const DEFAULT_STATUS = 200;
const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_BODY_LENGTH = 262_144;

/** Problems start with their place in the route: `response.body.text: …`. */
export function compileRouteAnswer({
  auth,
  response,
}: Pick<Route, "auth" | "response">):
  | { ok: true; answer: RouteAnswer }
  | { ok: false; problems: string[] } {
  const own = auth.kind === "preset" ? presetNamed(auth.preset)?.answer : undefined;
  const timeoutMs = response.timeoutMs ?? own?.withinMs ?? DEFAULT_TIMEOUT_MS;
  const waits =
    response.mode === "wait" && (own?.later === undefined || response.body !== undefined);
  const status = response.status ?? own?.status ?? DEFAULT_STATUS;
  const shape = shapeOf(response, own);
  const problems = settingProblems(response, status);
  if (problems.length > 0) return { ok: false, problems };
  if (shape === undefined) return { ok: true, answer: { status, waits, timeoutMs } };
  const compiled = [...(shape.cases ?? []), shape].map((each) => compileCase(each, status));
  const found = compiled.flatMap((each) => (each.ok ? [] : each.problems));
  const cases = compiled.flatMap((each) => (each.ok ? [each.compiled] : []));
  const roots = new Set(cases.flatMap(({ roots: read }) => [...read]));
  if (response.body !== undefined) found.push(...nameProblems(roots, response));
  if (found.length > 0) return { ok: false, problems: found };
  const words = wordsOf(cases, roots);
  const isSealed = shape.sealed === true && auth.kind === "preset";
  return {
    ok: true,
    answer: { status, waits, timeoutMs, words: isSealed ? sealed(words, auth) : words },
  };
}

/** What the settings say takes the place of the sender's, a status alone is put into it. */
function shapeOf(response: RouteResponse, own: SenderAnswer | undefined): SenderAnswer | undefined {
  const { body, contentType, status } = response;
  if (body !== undefined) return { body, ...(contentType !== undefined && { contentType }) };
  if (own === undefined) return undefined;
  const { cases = [], ...rest } = own;
  if (status === undefined) return own;
  if (NO_BODY.has(status)) return { status, body: "" };
  return { ...rest, status, cases: cases.map((one) => ({ ...one, status })) };
}

/** The same words, signed and encrypted. */
function sealed(
  words: NonNullable<RouteAnswer["words"]>,
  { secrets, decrypt }: Extract<RouteAuth, { kind: "preset" }>,
): NonNullable<RouteAnswer["words"]> {
  const { key, receiver } = decrypt ?? {};
  const encryption = { keys: key === undefined ? [] : [key], receiver };
  return {
    ...words,
    render(request, told) {
      const rendered = words.render(request, told);
      const [{ value: secret } = { value: "" }] = secrets;
      if (!rendered.ok) return rendered;
      const { receivedAt: at, id } = request;
      const body = sealedAnswer(rendered.answer.body, { secret, encryption, at, id });
      if (body === undefined) return { ok: false, error: "response: the key encrypts nothing" };
      const headers = { ...rendered.answer.headers, "content-type": "application/json" };
      return { ok: true, answer: { ...rendered.answer, headers, body } };
    },
  };
}

interface CompiledCase {
  holds: (values: object) => boolean;
  roots: ReadonlySet<string>;
  render: (scope: Parameters<AnswerBody["render"]>[0]) => RenderedAnswer;
}

function compileCase(
  one: AnswerCase & { where?: Readonly<Record<string, unknown>> },
  usual: number,
): { ok: true; compiled: CompiledCase } | { ok: false; problems: string[] } {
  const { where, status = usual, body = "" } = one;
  const usualType = typeof body === "string" ? "text/plain" : "application/json";
  const type = one.contentType ?? usualType;
  const kind = answerKind(type);
  if (kind === undefined) return { ok: false, problems: [`response.contentType: ${type}`] };
  const written = compileAnswerBody(body, kind, "response.body");
  if (!written.ok) return written;
  const at = { at: "response.where", roots: ANSWER_ROOTS };
  const condition = where && compileWhere(where, at);
  if (condition?.ok === false) return condition;
  const read = Object.keys(where ?? {}).map((path) => path.split(".")[0] ?? path);
  return {
    ok: true,
    compiled: {
      holds: (values) => condition === undefined || holds(condition.clause, values),
      roots: new Set([...written.body.roots, ...read]),
      render(scope) {
        const rendered = written.body.render(scope);
        if (!rendered.ok) return rendered;
        const told = writtenType(type, kind);
        const isTold = rendered.body !== "" || one.contentType !== undefined;
        if (rendered.body.length > MAX_BODY_LENGTH)
          return { ok: false, error: `response.body: longer than ${MAX_BODY_LENGTH} characters` };
        return { ok: true, answer: answerOf(status, isTold ? told : undefined, rendered.body) };
      },
    },
  };
}

/** Of nothing no type is told, unless it was asked for. */
function answerOf(status: number, contentType: string | undefined, body: string): HttpAnswer {
  return {
    status,
    headers: {
      ...(contentType !== undefined && { "content-type": contentType }),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
    body,
  };
}

function wordsOf(
  cases: readonly CompiledCase[],
  roots: ReadonlySet<string>,
): NonNullable<RouteAnswer["words"]> {
  return {
    content: (request) => (roots.has("body") ? request : { ...request, body: undefined }),
    render(request, told) {
      const values = { ...valuesOf(request), ...told };
      const scope = openScope(values, {
        now: request.receivedAt,
        workUnits: request.workUnits ?? workBudget(request.bodyBytes + (told.reply?.length ?? 0)),
      });
      const one = cases.find((each) => each.holds(values));
      return one?.render(scope) ?? { ok: false, error: "response: no answer fits" };
    },
  };
}
