// A route's settings become what works: schema, condition, template, session key, targets; compiled once.
import type { Route, RouteReading } from "../../config/route/route-settings.ts";
import { compileRouteAnswer, type RouteAnswer } from "../answer/route-answer.ts";
import { compileChecked, type CheckedTemplate, type Rule } from "./words/checked-template.ts";
import { compileCoalesceKey } from "./words/coalesce.ts";
import { whereCost, type Cost } from "./cost.ts";
import { compileDeliveryTarget, type DeliveryTargets } from "./words/delivery-target.ts";
import { compileFilter } from "./words/filter.ts";
import { compileMessage, type Message } from "../prompt/message.ts";
import { compilePrompt, type Prompt } from "../prompt/prompt.ts";
import { wordingOf } from "../prompt/wording/wording.ts";
import { compileReading, type Reading } from "../reading/reading.ts";
import type { RequestContent } from "../request/request-content.ts";
import { compileSessionKey, type SessionKeys } from "./words/session-key.ts";
import { toolLimitProblems } from "../tools/tool-policy.ts";
import type { SchemaMismatch } from "./schema/mismatch.ts";
import { compileSchema } from "./schema/validate.ts";

export interface CompiledRoute {
  readonly route: Route;
  readonly check: (body: unknown) => SchemaMismatch[];
  readonly passes: (request: RequestContent) => boolean;
  /** What is said: to the agent, or with `mode: "deliver"` to the channel. */
  readonly words: RouteWords;
  readonly sessionKeys: SessionKeys;
  readonly targets?: DeliveryTargets;
  readonly coalesceKey?: CheckedTemplate;
  readonly idempotencyKey?: CheckedTemplate;
  readonly answer: RouteAnswer;
  /** Of schema and condition together. */
  readonly cost: Cost;
}

export type RouteWords =
  | { mode: "agent"; prompt: Prompt }
  | { mode: "deliver"; message: Message }
  /** The agent is told what a reader makes of the body. */
  | { mode: "read"; reading: Reading; read: RouteReading; template: string };

const idempotencyRule: Rule = {
  value: /^[^\p{Cc}]{1,256}$/u,
  whole: /^[^\p{Cc}]{1,256}$/u,
  allowed: "1 to 256 characters on one line",
};

/** Problems start with their place in the route: `filter.where["body.x"].inn: …`. */
export function compileRoute(
  route: Route,
): { ok: true; compiled: CompiledRoute } | { ok: false; problems: string[] } {
  const problems: string[] = [];
  const take = <T extends { ok: true }>(
    result: T | { ok: false; problem: string } | { ok: false; problems: string[] },
    at = "",
  ): T | undefined => {
    if (result.ok) return result;
    const found = "problem" in result ? [result.problem] : result.problems;
    problems.push(...found.map((problem) => at + problem));
    return undefined;
  };
  const schema = route.schema && take(compileSchema(route.schema));
  const filter = route.where && take(compileFilter(route.where, route.forEach !== undefined));
  const words = compileWords(route);
  if ("problems" in words) problems.push(...words.problems);
  const session = take(compileSessionKey(route));
  const targets = route.deliver && take(compileDeliveryTarget(route.deliver));
  const coalesce = route.coalesce && take(compileCoalesceKey(route.coalesce));
  const idempotency =
    route.idempotencyKey === undefined
      ? undefined
      : take(compileChecked(route.idempotencyKey, "idempotency.key", idempotencyRule));
  const answer = take(compileRouteAnswer(route));
  problems.push(...toolLimitProblems(route.tools ?? {}));
  if (problems.length > 0 || "problems" in words || session === undefined || !answer)
    return { ok: false, problems };
  return {
    ok: true,
    compiled: {
      route,
      check: schema?.check ?? (() => []),
      passes: filter?.passes ?? (() => true),
      words,
      sessionKeys: session.sessionKeys,
      targets: targets?.targets,
      coalesceKey: coalesce?.template,
      idempotencyKey: idempotency?.template,
      answer: answer.answer,
      cost: (schema?.cost ?? 0) + whereCost(route.where),
    },
  };
}

function compileWords(route: Route): RouteWords | { problems: string[] } {
  const { mode, read } = route;
  const template = wordingOf(route);
  if (template === undefined) return { problems: ["template: missing"] };
  switch (mode) {
    case "agent": {
      const compiled = compilePrompt(template);
      return compiled.ok ? { mode, ...compiled } : { problems: [`template: ${compiled.problem}`] };
    }
    case "deliver": {
      const compiled = compileMessage(template);
      return compiled.ok ? { mode, ...compiled } : { problems: [`template: ${compiled.problem}`] };
    }
    case "read": {
      if (read === undefined) return { problems: ["read: missing"] };
      const compiled = compileReading({ schema: read.schema, template });
      return compiled.ok ? { mode, ...compiled, read, template } : compiled;
    }
  }
}
