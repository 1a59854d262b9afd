// What in sound settings will hardly do what was meant. Holds nothing. Paths are relative. Must not show a URL: with
// Slack and its like the URL is the secret.
import type { Route } from "../config/route/route-settings.ts";
import type { Endpoint, Remark } from "../config/settings.ts";
import { EVENT_KEYS } from "../generated/event-types.ts";
import { requestRoots } from "../inbound/request/request-content.ts";
import { configPath } from "../language/config-path.ts";
import { nearest, suggestion } from "../language/nearest.ts";
import { compileTemplate } from "../language/template/template.ts";
import { compileWhere } from "../language/where/where-compile.ts";
import type { Clause } from "../language/where/where.ts";
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
    ...unknownVariables(endpoint.url, "url", keysOfEvent),
    ...unknownVariables(endpoint.text, "text", keysOfEvent),
    ...unknownVariables(endpoint.transform, "transform", keysOfEvent),
    ...unknownPaths(whereOf(endpoint)),
  ];
}

export function routeWarnings(route: Route): Remark[] {
  const { template, session, idempotencyKey, coalesce, deliver, read } = route;
  const templates: readonly (readonly [at: string, template: unknown])[] = [
    // Of fields that are read first, a name that is not there is a problem already.
    ["template", read === undefined ? template : undefined],
    ["session.key", session.kind === "key" ? session.template : undefined],
    ["idempotency.key", idempotencyKey],
    ["coalesce.key", coalesce?.key],
    ["deliver", deliver],
  ];
  const roots = route.forEach === undefined ? requestRoots : [...requestRoots, "item"];
  return templates.flatMap(([at, text]) => unknownVariables(text, at, keysOfRequest(roots)));
}

function whereOf(endpoint: Endpoint): Clause | undefined {
  const { where } = endpoint.filter;
  const compiled = where && compileWhere(where, { at: "filter.where", roots: envelopeKeys });
  return compiled?.ok === true ? compiled.clause : undefined;
}

/** Formats of no vendor: their receivers may check our signature. */
const CHECKING = new Set(["cloudevents", "form"]);

function unsigned({ url, feed, secrets, signature, format, auth, tls }: Endpoint): Remark[] {
  // Whoever reads a feed knows whom it asked.
  if (feed) return [];
  // A vendor's receiver knows its own token, and no signature of ours.
  if (format !== undefined && !CHECKING.has(format)) return [];
  if (secrets.length > 0 || signature || isSecretUrl(url)) return [];
  // Credentials or a certificate tell the receiver who sends.
  if (auth !== undefined || tls?.cert !== undefined) return [];
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

/** The keys that an object has, by its path; undefined = any. */
type KeysAt = (path: string) => readonly string[] | undefined;

const keysOfEvent: KeysAt = (path) => EVENT_KEYS[path];
const keysOfRequest =
  (roots: readonly string[]): KeysAt =>
  (path) =>
    path === "" ? roots : undefined;

/** Liquid's own, of texts and lists. */
const PROPERTIES = new Set(["size", "first", "last"]);

/** Liquid writes nothing for a name that it does not know. */
function unknownVariables(value: unknown, at: string, keysAt: KeysAt): Remark[] {
  if (typeof value === "string") {
    const compiled = compileTemplate(value);
    const reads = compiled.ok ? compiled.template.reads() : [];
    const wrong = new Set(reads.flatMap((path) => unknownKey(path, keysAt) ?? []));
    return [...wrong].map((words) => ({
      kind: "unknown_variable",
      path: at,
      message: `there is no ${words}, so nothing stands in its place`,
    }));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    unknownVariables(inner, configPath(at, Array.isArray(value) ? Number(key) : key), keysAt),
  );
}

/** A condition finds nothing at a path that no event has. */
function unknownPaths(clause: Clause | undefined): Remark[] {
  if (clause === undefined) return [];
  if (clause.kind === "not") return unknownPaths(clause.clause);
  if (clause.kind !== "test") return clause.clauses.flatMap(unknownPaths);
  const words = unknownKey(clause.path, keysOfEvent);
  if (words === undefined) return [];
  return [
    {
      kind: "unknown_variable",
      path: clause.at,
      message: `there is no ${words}, so nothing is found there`,
    },
  ];
}

/** `"data.mesage" (did you mean "data.message"?)` of the first key that is not there; undefined = all may be. */
function unknownKey(path: readonly string[], keysAt: KeysAt): string | undefined {
  for (const [index, key] of path.entries()) {
    const before = path.slice(0, index).join(".");
    const known = keysAt(before);
    if (known === undefined) return undefined;
    if (known.includes(key) || (index > 0 && PROPERTIES.has(key))) continue;
    const written = path.slice(0, index + 1).join(".");
    return `"${written.slice(0, 80)}"${meant(before, key, known)}`;
  }
  return undefined;
}

/** What is said to belong to a request or an event itself mostly stands inside of it. */
function meant(before: string, key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const inside = known.includes("data") ? "data" : "body";
  const guess =
    near === undefined && before === "" && /^\w+$/.test(key)
      ? `${inside}.${key}`
      : near && (before === "" ? near : `${before}.${near}`);
  return guess === undefined ? `; there are ${known.join(", ")}` : ` (did you mean "${guess}"?)`;
}
