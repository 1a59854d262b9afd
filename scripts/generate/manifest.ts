// Writes the parts of openclaw.plugin.json that follow from schema/config.json; the rest is kept as it stands.
import { format } from "oxfmt";
import { dereference, mapSchema, type Schema } from "./schema.ts";

/** What is read or written here of the manifest; every other field is kept. */
export interface Manifest {
  configSchema: Schema;
  uiHints: Record<string, Hint>;
  configContracts: { secretInputs?: object; dangerousFlags?: object[] };
}

interface Hint {
  label: string;
  advanced?: boolean;
  sensitive?: boolean;
  placeholder?: string;
  tags?: string[];
}

/** Where an endpoint may stand: directly or in the `webhooks:` wrapper, common or of one agent. */
const WRAPPERS = ["", "webhooks."];
const ENDPOINTS = ["endpoints.*", "agents.*.endpoints.*"];
const ROUTES = ["inbound.endpoints.*", "agents.*.inbound.endpoints.*"];

/** A secret, and each one of a list of them. */
const inEveryForm = (secret: string): string[] => [secret, `${secret}.*.value`];

const NETWORK_SECRETS = [
  "auth.password",
  "auth.token",
  "auth.clientSecret",
  "auth.privateKey",
  "tls.ca",
  "tls.cert",
  "tls.key",
  "proxy.password",
];
const FEED_TOKENS = inEveryForm("feed.token");
const ENDPOINT_SECRETS = [
  ...inEveryForm("secret"),
  ...FEED_TOKENS,
  ...inEveryForm("signature.secret"),
  "options.token",
  ...NETWORK_SECRETS,
];
const ROUTE_SECRETS = [
  ...["auth.secret", "auth.token", "auth.password", "auth.value"].flatMap(inEveryForm),
  "auth.verifyToken",
  ...inEveryForm("callback.secret"),
];

/** Hints beyond the label, by the setting's path below its endpoint or block. */
/** Outside of every endpoint and route. */
const OWN_SECRETS = ["proxy.password", "store.url", "store.password", "store.ca"];

const DETAILS: Readonly<Record<string, Omit<Hint, "label">>> = {
  url: { tags: ["url-secret"], placeholder: "https://example.com/openclaw/events" },
  secret: { sensitive: true, placeholder: "whsec_…" },
  "secret.*.value": { sensitive: true },
  ...Object.fromEntries(inEveryForm("signature.secret").map((key) => [key, { sensitive: true }])),
  "headers.*": { sensitive: true },
  "options.token": { sensitive: true },
  "callback.url": { tags: ["url-secret"] },
  ...Object.fromEntries(
    [...NETWORK_SECRETS, ...OWN_SECRETS, ...FEED_TOKENS].map((key) => [key, { sensitive: true }]),
  ),
  ...Object.fromEntries(ROUTE_SECRETS.map((key) => [key, { sensitive: true }])),
};

const ADVANCED = new Set([
  "allowPrivateNetwork",
  "coalesce",
  "concurrency",
  "connectTimeoutMs",
  "instanceId",
  "idempotency",
  "limits",
  "log",
  "maxBodyBytes",
  "ordering",
  "rateLimit",
  "read",
  "timeoutMs",
]);

/** Accepts anything. The Control UI's forms skip an alternative that may be `null`, so they show the other. */
const ANYTHING: Schema = { type: ["null", "boolean", "number", "string", "array", "object"] };

/** Definitions that take anything beside what they say. */
const LENIENT = new Set(["endpoint", "route"]);

/** Definitions that only say that they take anything: the host parses the manifest at every start. */
const OPEN = new Set(["agentScope", "routeAuth", "endpointAuth", "endpointSignature"]);

export async function manifest(current: Manifest, config: Schema): Promise<string> {
  const next = {
    ...current,
    configContracts: {
      ...current.configContracts,
      dangerousFlags: dangerousFlags(),
      secretInputs: secretInputs(),
    },
    uiHints: uiHints(config),
    configSchema: lenientSchema(config),
  };
  const { code } = await format("openclaw.plugin.json", JSON.stringify(next), { printWidth: 100 });
  return code;
}

/**
 * The host refuses the whole config, a Gateway refuses to start, and its doctor takes the settings away, when
 * any value breaks this schema. So it breaks for none: each setting has a second alternative that lets anything
 * through to our own validator, which is exact, while forms still get types and descriptions from the first.
 */
function lenientSchema(config: Schema): Schema {
  const { $schema: _schema, $id: _id, title: _title, definitions = {}, ...rest } = config;
  const { additionalProperties: _strict, ...block } = inline(rest, definitions);
  const open: Schema = { ...block, properties: orAnything(block.properties) };
  const wrapped: Schema = { ...open, description: "The same settings in one block." };
  return {
    ...open,
    additionalProperties: true,
    properties: { ...open.properties, webhooks: { anyOf: [wrapped, ANYTHING] } },
  };
}

function orAnything(properties: Schema["properties"] = {}): NonNullable<Schema["properties"]> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, setting]) => [key, { anyOf: [setting, ANYTHING] }]),
  );
}

function inline(schema: Schema, definitions: Record<string, Schema>): Schema {
  return mapSchema(schema, (part) => {
    // Defaults are applied by the plugin; the host would write them into the config it hands over.
    const { default: fallback, title: _title, ...kept } = part;
    if (kept.$ref === undefined) return withDefaultInWords(kept, fallback);
    const name = kept.$ref.replace("#/definitions/", "");
    const definition = dereference(part, definitions);
    if (OPEN.has(name)) return { ...ANYTHING, ...describe(definition) };
    const target = inline(definition, definitions);
    return LENIENT.has(name) ? { anyOf: [target, ANYTHING] } : target;
  });
}

function withDefaultInWords(schema: Schema, fallback: unknown): Schema {
  if (fallback === undefined) return schema;
  return { ...schema, description: `${schema.description} Default: ${JSON.stringify(fallback)}.` };
}

function describe({ description }: Schema): Schema {
  return description === undefined ? {} : { description };
}

/** Every form of a place below an endpoint or a route. */
function everywhere(places: readonly string[], keys: readonly string[]): string[] {
  return WRAPPERS.flatMap((wrapper) =>
    places.flatMap((place) => keys.map((key) => `${wrapper}${place}.${key}`)),
  );
}

/** What the host's own doctor and security audit warn of, also while no plugin runs. */
function dangerousFlags(): object[] {
  const toPrivate = [
    ...everywhere(ENDPOINTS, ["allowPrivateNetwork"]),
    ...everywhere(ROUTES, ["callback.allowPrivateNetwork"]),
  ];
  return [
    ...everywhere(ROUTES, ["auth"]).map((path) => ({ path, equals: "none" })),
    ...toPrivate.map((path) => ({ path, equals: true })),
  ];
}

function secretInputs(): object {
  const paths = [
    ...everywhere(ENDPOINTS, ENDPOINT_SECRETS),
    ...everywhere(ROUTES, ROUTE_SECRETS),
    ...WRAPPERS.flatMap((wrapper) => OWN_SECRETS.map((path) => `${wrapper}${path}`)),
  ];
  // An owner of the kind "route" fails alone: the others keep their secrets.
  return { paths: paths.map((path) => ({ path, expected: "string", ownerKind: "route" })) };
}

function uiHints(config: Schema): Record<string, Hint> {
  const endpoint = config.definitions?.["endpoint"]?.properties ?? {};
  const ofEndpoint = [
    ...Object.keys(endpoint),
    "secret.*.value",
    ...inEveryForm("signature.secret"),
    "headers.*",
    ...NETWORK_SECRETS,
  ];
  const route = config.definitions?.["route"]?.properties ?? {};
  const ofRoute = [...Object.keys(route), "callback.url", ...ROUTE_SECRETS];
  const paths = WRAPPERS.flatMap((wrapper) => [
    ...[...Object.keys(config.properties ?? {}), ...OWN_SECRETS].map(
      (key) => [`${wrapper}${key}`, key] as const,
    ),
    ...ENDPOINTS.flatMap((place) =>
      ofEndpoint.map((key) => [`${wrapper}${place}.${key}`, key] as const),
    ),
    ...ROUTES.flatMap((place) => ofRoute.map((key) => [`${wrapper}${place}.${key}`, key] as const)),
  ]);
  return Object.fromEntries(paths.map(([path, key]) => [path, hintOf(key)]));
}

function hintOf(key: string): Hint {
  return {
    label: LABELS[key] ?? sentence(key),
    ...(ADVANCED.has(key) && { advanced: true }),
    ...DETAILS[key],
  };
}

const LABELS: Readonly<Record<string, string>> = {
  url: "URL",
  instanceId: "Instance ID",
  "secret.*.value": "Secret",
  "headers.*": "Header value",
};

/** `connectTimeoutMs` → `Connect timeout (ms)`. */
function sentence(key: string): string {
  const words = key
    .replace(/Ms$/, " (ms)")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
