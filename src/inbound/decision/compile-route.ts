// A route's settings become what works: schema, condition, template, session key, targets; compiled once.
import type { Route } from "../../config/route/route-settings.ts";
import { compileChecked, type CheckedTemplate, type Rule } from "./checked-template.ts";
import { compileCoalesceKey } from "./coalesce.ts";
import { whereCost, type Cost } from "./cost.ts";
import { compileDeliveryTarget, type DeliveryTargets } from "./delivery-target.ts";
import { compileFilter } from "./filter.ts";
import { compileMessage, type Message } from "../prompt/message.ts";
import { compilePrompt, type Prompt } from "../prompt/prompt.ts";
import type { RequestContent } from "../request/request-content.ts";
import { compileSessionKey, type SessionKeys } from "./session-key.ts";
import { toolLimitProblems } from "../tools/tool-policy.ts";
import { compileSchema, type SchemaMismatch } from "./validate.ts";

export interface CompiledRoute {
  readonly route: Route;
  readonly check: (body: unknown) => SchemaMismatch[];
  readonly passes: (request: RequestContent) => boolean;
  /** What is said: to the agent, or with `mode: "deliver"` to the channel. */
  readonly words: { mode: "agent"; prompt: Prompt } | { mode: "deliver"; message: Message };
  readonly sessionKeys: SessionKeys;
  readonly targets?: DeliveryTargets;
  readonly coalesceKey?: CheckedTemplate;
  readonly idempotencyKey?: CheckedTemplate;
  /** Of schema and condition together. */
  readonly cost: Cost;
}

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
  const filter = route.where && take(compileFilter(route.where, route.forEach));
  const prompt =
    route.mode === "agent" ? take(compilePrompt(route.template), "template: ") : undefined;
  const message =
    route.mode === "deliver" ? take(compileMessage(route.template), "template: ") : undefined;
  const session = take(compileSessionKey(route));
  const targets = route.deliver && take(compileDeliveryTarget(route.deliver));
  const coalesce = route.coalesce && take(compileCoalesceKey(route.coalesce));
  const idempotency =
    route.idempotencyKey === undefined
      ? undefined
      : take(compileChecked(route.idempotencyKey, "idempotency.key", idempotencyRule));
  problems.push(...toolLimitProblems(route.tools ?? {}));
  const words = prompt
    ? ({ mode: "agent", prompt: prompt.prompt } as const)
    : message && ({ mode: "deliver", message: message.message } as const);
  if (problems.length > 0 || words === undefined || session === undefined)
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
      cost: (schema?.cost ?? 0) + whereCost(route.where),
    },
  };
}
