// The tables of docs/settings.md and the list of presets of docs/inbound.md, between their markers.
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { between } from "./between.ts";
import { dereference, type Schema } from "./schema.ts";

/** Tables in reading order: heading and definition, all that have settings; the block itself has no definition. */
const TABLES: readonly [heading: string, definition?: string][] = [
  ["Top level"],
  ["An endpoint", "endpoint"],
  ["`feed`", "feed"],
  ["`filter`", "filter"],
  ["`retry`", "retry"],
  ["`success`", "success"],
  ["`batch`", "batch"],
  ["`rateLimit`", "rateLimit"],
  ['`auth: { type: "basic" }` of an endpoint', "sendBasic"],
  ['`auth: { type: "bearer" }` of an endpoint', "sendBearer"],
  ['`auth: { type: "oauth2" }` of an endpoint', "sendOAuth2"],
  ["`tls`", "tls"],
  ["`proxy`", "proxy"],
  ["`giveUpOn` as an object", "giveUpOn"],
  ["`signature` of a known sender", "namedSignature"],
  ["`signature` as data", "schemeSignature"],
  ["`log`", "log"],
  ["`store`", "store"],
  ["`limits`", "limits"],
  ["Of one agent: `agents.<id>`", "agentScope"],
  ["`inbound`", "inbound"],
  ["A route", "route"],
  ['`auth: { preset: "…" }`', "presetAuth"],
  ['`auth: { type: "bearer" }`', "bearerAuth"],
  ['`auth: { type: "basic" }`', "basicAuth"],
  ['`auth: { type: "header" }`', "headerAuth"],
  ['`auth: { type: "hmac" }`', "hmacAuth"],
  ["`fields` of hmac", "signedFields"],
  ["`timestamp` of hmac", "timestampSource"],
  ["`id` of hmac", "idSource"],
  ["`decrypt`", "decrypt"],
  ['`auth: { type: "jwt" }`', "jwtAuth"],
  ["`jwks` of jwt", "jwksSource"],
  ["`bodyHash` of jwt", "jwtBodyHash"],
  ["`filter` of a route", "routeFilter"],
  ["`idempotency`", "idempotency"],
  ["`session`", "routeSession"],
  ["`deliver`", "routeDelivery"],
  ["`handshake`", "routeHandshake"],
  ["`response`", "routeResponse"],
  ["`callback`", "callback"],
  ["`coalesce`", "coalesce"],
  ["`read`", "routeRead"],
  ["`tools`", "routeTools"],
  ["A SecretRef", "secretRef"],
  ["An entry of a list of secrets", "secretEntry"],
];

/** docs/settings.md with fresh tables; unchanged where it has no markers. */
export function settingTables(page: string, config: Schema): string {
  const definitions = config.definitions ?? {};
  const told = new Set(TABLES.map(([, name]) => name));
  const left = Object.keys(definitions).filter(
    (name) => objectOf(definitions[name] ?? {}) !== undefined && !told.has(name),
  );
  if (left.length > 0) throw new Error(`docs/settings.md has no table for ${left.join(", ")}`);
  const tables = TABLES.map(([heading, name]) => {
    const schema = name === undefined ? config : definitions[name];
    if (schema === undefined) throw new Error(`schema/config.json has no definition "${name}"`);
    return table(heading, schema, definitions);
  });
  return between(page, "settings", `\n\n${tables.join("\n")}\n`);
}

/** docs/inbound.md with a fresh list of presets; a degree sign marks those without an outside oracle. */
export function presetList(page: string): string {
  const names = PRESETS.map(
    ({ name, oracle }) => `\`${name}\`${oracle === "own vector" ? "°" : ""}`,
  );
  return between(page, "presets", names.join(" "));
}

/** The schema itself where it has settings, or the one of its forms that has. */
function objectOf(schema: Schema): Schema | undefined {
  return [schema, ...(schema.anyOf ?? [])].find(({ properties }) => properties !== undefined);
}

function table(heading: string, schema: Schema, definitions: Record<string, Schema>): string {
  const { properties = {}, required = [] } = objectOf(schema) ?? {};
  const rows = Object.entries(properties).map(([key, property]) => {
    const target = dereference(property, definitions);
    const meaning = property.description ?? target.description;
    if (meaning === undefined) throw new Error(`${heading}: "${key}" has no description`);
    const kind = cell(kindOf(property, definitions));
    const fallback = target.default === undefined ? "" : `\`${JSON.stringify(target.default)}\``;
    const mark = required.includes(key) ? " (required)" : "";
    return `| \`${key}\`${mark} | ${kind} | ${fallback} | ${cell(linked(meaning))} |`;
  });
  const head = ["| setting | value | default | meaning |", "|---|---|---|---|"];
  return `## ${heading}\n\n${[...head, ...rows].join("\n")}\n`;
}

function kindOf(schema: Schema, definitions: Record<string, Schema>): string {
  if (schema.$ref?.endsWith("/secretRef")) return "SecretRef";
  const target = dereference(schema, definitions);
  if (target.anyOf) {
    const kinds = target.anyOf.map((part) => kindOf(part, definitions));
    return [...new Set(kinds)].join(" or ");
  }
  if (target.enum) return target.enum.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  if (target.type === "array") return listKind(target.items ?? {}, definitions);
  const type = Array.isArray(target.type) ? target.type.join(" or ") : (target.type ?? "any");
  return type + rangeOf(target);
}

function listKind(items: Schema, definitions: Record<string, Schema>): string {
  const entry = dereference(items, definitions);
  return entry.type === "string" ? "list of strings" : "list of objects";
}

function rangeOf({ minimum, maximum }: Schema): string {
  if (minimum === undefined) return "";
  return maximum === undefined ? `, from ${minimum}` : `, ${minimum} to ${maximum}`;
}

/** Descriptions name pages from the root of the package; the tables stand beside those pages. */
function linked(text: string): string {
  return text
    .replaceAll("](docs/", "](")
    .replaceAll(/(?<![\w(/])docs\/([\w-]+\.md)/g, (path, page: string) => `[${path}](${page})`);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
