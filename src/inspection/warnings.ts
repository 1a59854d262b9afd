// What in sound settings will hardly do what was meant. Holds nothing. Paths are relative. Must not show a URL: with
// Slack and its like the URL is the secret.
import type { Route } from "../config/route/route-settings.ts";
import type { Endpoint, Remark } from "../config/settings.ts";
import { requestRoots } from "../inbound/request/request-content.ts";
import { configPath } from "../language/config-path.ts";
import { nearest, suggestion } from "../language/nearest.ts";
import { compileTemplate } from "../language/template.ts";
import { envelopeKeys } from "../outbound/envelope.ts";

/** Senders' addresses that nobody can guess, as their own pages call them: whoever has the URL may post. */
const SECRET_URLS: readonly (readonly [host: RegExp, path: RegExp])[] = [
  [/^hooks\.slack(?:-gov)?\.com$/, /^\//],
  [/^(?:\w+\.)?discord(?:app)?\.com$/, /^\/api\/(?:v\d+\/)?webhooks\//],
  [/\.webhook\.office\.com$/, /^\//],
  [/^outlook\.office(?:365)?\.com$/, /^\/webhook\//],
  [/\.logic\.azure\.com$/, /^\//],
  [/\.api\.powerplatform\.com$/, /^\//],
  [/^chat\.googleapis\.com$/, /^\/v1\/spaces\//],
  [/^hooks\.zapier\.com$/, /^\//],
  [/^hook\.(?:\w+\.)?make\.com$/, /^\//],
];

export function endpointWarnings(endpoint: Endpoint, agentIds: readonly string[]): Remark[] {
  return [
    ...unsigned(endpoint),
    ...unknownAgents(endpoint, agentIds),
    ...unknownVariables(endpoint.transform, "transform", envelopeKeys),
  ];
}

export function routeWarnings(route: Route): Remark[] {
  const { template, session, idempotencyKey, coalesce, deliver } = route;
  const templates: readonly (readonly [at: string, template: unknown])[] = [
    ["template", template],
    ["session.key", session.kind === "key" ? session.template : undefined],
    ["idempotency.key", idempotencyKey],
    ["coalesce.key", coalesce?.key],
    ["deliver", deliver],
  ];
  return templates.flatMap(([at, text]) => unknownVariables(text, at, requestRoots));
}

function unsigned({ url, secrets }: Endpoint): Remark[] {
  if (secrets.length > 0 || isSecretUrl(url)) return [];
  const message =
    "is not signed, so its receiver cannot tell this Gateway's requests from anybody else's; set `secret`, `openclaw webhook secret new` makes one";
  return [{ kind: "unsigned", path: "", message }];
}

function isSecretUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname } = new URL(url);
  return SECRET_URLS.some(([host, path]) => host.test(hostname) && path.test(pathname));
}

/** A list that names no agent that there is leaves nothing. */
function unknownAgents({ filter }: Endpoint, agentIds: readonly string[]): Remark[] {
  if (agentIds.length === 0) return [];
  return [...(filter.agentIds ?? []).entries()]
    .filter(([, id]) => !agentIds.includes(id))
    .map(([index, id]) => ({
      kind: "unknown_agent",
      path: configPath("filter.agentIds", index),
      message: `there is no agent "${id}"${suggestion(id, agentIds)}`,
    }));
}

function meant(root: string, known: readonly string[]): string {
  const inside = known.includes("data") ? "data" : "body";
  return nearest(root, known) === undefined && /^\w+$/.test(root)
    ? `, did you mean "${inside}.${root}"?`
    : suggestion(root, known);
}

/** Liquid writes nothing for a name that it does not know. */
function unknownVariables(value: unknown, at: string, known: readonly string[]): Remark[] {
  if (typeof value === "string") {
    const compiled = compileTemplate(value);
    const roots = compiled.ok ? compiled.template.roots() : [];
    return roots
      .filter((root) => !known.includes(root))
      .map((root) => ({
        kind: "unknown_variable",
        path: at,
        message: `there is no "${root.slice(0, 80)}", so nothing stands in its place${meant(root, known)}`,
      }));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    unknownVariables(inner, configPath(at, Array.isArray(value) ? Number(key) : key), known),
  );
}
