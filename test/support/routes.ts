// Routes for tests of what is decided about a request, and the worst that may be sent to them.
import type { Route } from "../../src/config/route/route-settings.ts";
import { compileRoute, type CompiledRoute } from "../../src/inbound/decision/compile-route.ts";
import type { Decision, Judgement } from "../../src/inbound/decision/decide.ts";

/** Open to all, takes a megabyte. */
export function routeWith(changes: Partial<Route> = {}): Route {
  return {
    name: "deploy",
    agentId: "devops",
    template: "{{body.repo}} deploy {{body.status}}",
    auth: { kind: "none" },
    session: { kind: "isolated" },
    mode: "agent",
    response: { mode: "accepted", status: 200, timeoutMs: 30_000 },
    maxBodyBytes: 1_048_576,
    timeoutMs: 600_000,
    ...changes,
  };
}

export function compiledRoute(route: Route): CompiledRoute {
  const compilation = compileRoute(route);
  if (!compilation.ok) throw new Error(compilation.problems.join());
  return compilation.compiled;
}

/** Of a request that is not turned away. */
export function judged(decision: Decision): Judgement {
  if (decision.kind === "turned away") throw new Error(`turned away: ${decision.answer.body}`);
  return decision;
}

/**
 * A tree whose every node is held against the same schema twice: work that doubles with each level. Ours alone is
 * slow of it: it is a schema of the route, and a body for it.
 */
export const doublingSchema: Readonly<Record<string, unknown>> = {
  $ref: "#/$defs/node",
  $defs: {
    node: {
      anyOf: [
        { type: "object", required: ["a"], properties: { n: { $ref: "#/$defs/node" } } },
        { type: "object", required: ["b"], properties: { n: { $ref: "#/$defs/node" } } },
      ],
    },
  },
};

/** Fits neither alternative at its innermost. `levels`: 16 take about a second, each more twice as long. */
export function nestedBody(levels: number): Record<string, unknown> {
  let body: Record<string, unknown> = { a: 1, b: 1, n: 1 };
  for (let level = 0; level < levels; level += 1) body = { a: 1, b: 1, n: body };
  return body;
}
