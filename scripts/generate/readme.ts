// Writes the tables of settings and the list of presets between the README's markers. Touches nothing else.
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { between } from "./between.ts";
import { dereference, type Schema } from "./schema.ts";

/** Tables in reading order: heading and definition; the block itself has no definition. */
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
  ["`log`", "log"],
  ["`limits`", "limits"],
  ["`inbound`", "inbound"],
  ["A route", "route"],
  ['`auth: { preset: "…" }`', "presetAuth"],
  ['`auth: { type: "bearer" }`', "bearerAuth"],
  ['`auth: { type: "basic" }`', "basicAuth"],
  ['`auth: { type: "header" }`', "headerAuth"],
  ['`auth: { type: "hmac" }`', "hmacAuth"],
  ["`fields` of hmac", "signedFields"],
  ['`auth: { type: "jwt" }`', "jwtAuth"],
  ["`bodyHash` of jwt", "jwtBodyHash"],
  ["`handshake`", "routeHandshake"],
  ["`response`", "routeResponse"],
  ["`callback`", "callback"],
  ["`coalesce`", "coalesce"],
  ["`read`", "routeRead"],
  ["`tools`", "routeTools"],
];

/** The README with fresh tables; unchanged when it has no markers. */
export function settingTables(readme: string, config: Schema): string {
  const definitions = config.definitions ?? {};
  const tables = TABLES.map(([heading, name]) => {
    const schema = name === undefined ? config : definitions[name];
    if (schema === undefined) throw new Error(`schema/config.json has no definition "${name}"`);
    return table(heading, schema, definitions);
  });
  return between(readme, "settings", `\n${tables.join("\n")}`);
}

/** The README with a fresh list of presets; a degree sign marks those without an outside oracle. */
export function presetList(readme: string): string {
  const names = PRESETS.map(
    ({ name, oracle }) => `\`${name}\`${oracle === "own vector" ? "°" : ""}`,
  );
  return between(readme, "presets", names.join(" "));
}

function table(heading: string, schema: Schema, definitions: Record<string, Schema>): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const target = dereference(property, definitions);
    const kind = cell(kindOf(property, definitions));
    const fallback = target.default === undefined ? "" : `\`${JSON.stringify(target.default)}\``;
    const mark = schema.required?.includes(key) ? " (required)" : "";
    return `| \`${key}\`${mark} | ${kind} | ${fallback} | ${cell(target.description ?? "")} |`;
  });
  const head = ["| setting | value | default | meaning |", "|---|---|---|---|"];
  return `### ${heading}\n\n${[...head, ...rows].join("\n")}\n`;
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

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
