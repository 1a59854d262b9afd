// Makes a signature scheme of what `auth: { type: "hmac" }` says, short forms and defaults included. Verifies nothing.
import type {
  HmacAuthConfig,
  IdSourceConfig,
  TimestampSourceConfig,
} from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { suggestion } from "../../language/nearest.ts";
import { headerNameProblem } from "../endpoint/headers.ts";
import type { HmacScheme } from "./route-settings.ts";
import type { Problem } from "../settings.ts";

const PARTS = ["body", "timestamp", "id", "url", "method"];

/** Parts that differ from request to request; a text of none of them has one signature for ever. */
const TELLING = /\{(?:body|timestamp|id)\}/;

type Source = Exclude<TimestampSourceConfig, string>;

/** What the definition of the scheme cannot say: names of headers, and settings that need each other. */
export function checkScheme(config: HmacAuthConfig, path: string): Problem[] {
  return [
    ...checkHeaderName(config.header, configPath(path, "header")),
    ...checkSource(config.timestamp, ["header", "part", "body"], configPath(path, "timestamp")),
    ...checkSource(config.id, ["header", "body"], configPath(path, "id")),
    ...checkSigned(config, path),
    ...(config.part !== undefined && config.prefix !== undefined
      ? [{ path: configPath(path, "prefix"), message: 'has no meaning beside "part"' }]
      : []),
  ];
}

/** The scheme that `config`, found sound, describes. */
export function readScheme(config: HmacAuthConfig): HmacScheme {
  const { algorithm = "sha256", separator = ",", timestamp, id } = config;
  const keyEncoding = config.keyEncoding ?? (algorithm === "ed25519" ? "hex" : "utf8");
  return {
    algorithm,
    header: config.header.toLowerCase(),
    extract: readExtraction(config),
    encoding: config.encoding ?? "hex",
    signed: signedText(config),
    ...(timestamp !== undefined && { timestamp: readTimestamp(timestamp, separator) }),
    ...(id !== undefined && { id: readId(id) }),
    key: {
      encoding: keyEncoding,
      ...(config.keyPrefix !== undefined && { stripPrefix: config.keyPrefix }),
    },
  };
}

function readExtraction({ part, separator, prefix }: HmacAuthConfig): HmacScheme["extract"] {
  if (part !== undefined) return { kind: "part", name: part, items: separator ?? ",", pair: "=" };
  if (separator !== undefined) return { kind: "list", items: separator, prefix: prefix ?? "" };
  return { kind: "whole", ...(prefix !== undefined && { prefix }) };
}

function readTimestamp(
  config: TimestampSourceConfig,
  items: string,
): NonNullable<HmacScheme["timestamp"]> {
  const { header = "", part, body, format = "s" } = asSource(config);
  if (part !== undefined) return { from: { part, items, pair: "=" }, format };
  if (body !== undefined) return { from: { body }, format };
  return { from: { header: header.toLowerCase() }, format };
}

function readId(config: IdSourceConfig): NonNullable<HmacScheme["id"]> {
  const { header = "", body } = asSource(config);
  return body === undefined ? { header: header.toLowerCase() } : { body };
}

/** A timestamp that travels beside the body is worth nothing unless it is signed with it. */
function signedText({ signed, timestamp }: HmacAuthConfig): string {
  if (signed !== undefined) return signed;
  const isBeside = timestamp !== undefined && asSource(timestamp).body === undefined;
  return isBeside ? "{timestamp}.{body}" : "{body}";
}

function checkSigned(config: HmacAuthConfig, path: string): Problem[] {
  const at = configPath(path, "signed");
  const signed = signedText(config);
  const names = [...signed.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const unknown = names.find((name) => !PARTS.includes(name));
  if (unknown !== undefined) {
    const message = `unknown part "{${unknown}}"${suggestion(unknown, PARTS)}`;
    return [{ path: at, message }];
  }
  if (!TELLING.test(signed)) {
    return [{ path: at, message: "covers nothing of the request; put {body} into it" }];
  }
  const missing = (["timestamp", "id", "url"] as const).filter(
    (name) => names.includes(name) && config[name] === undefined,
  );
  return missing.map((name) => ({
    path: at,
    message: `holds {${name}}, but "${name}" is missing`,
  }));
}

function checkSource(
  config: TimestampSourceConfig | IdSourceConfig | undefined,
  kinds: readonly (keyof Source)[],
  path: string,
): Problem[] {
  if (config === undefined) return [];
  const source = asSource(config);
  const given = kinds.filter((kind) => source[kind] !== undefined);
  if (given.length !== 1) {
    const list = kinds.map((kind) => `"${kind}"`).join(", ");
    const found = given.length === 0 ? "none" : given.map((kind) => `"${kind}"`).join(" and ");
    return [{ path, message: `expected one of ${list}, found ${found}` }];
  }
  if (source.header === undefined) return [];
  const at = typeof config === "string" ? path : configPath(path, "header");
  return checkHeaderName(source.header, at);
}

function asSource(config: TimestampSourceConfig | IdSourceConfig): Source {
  return typeof config === "string" ? { header: config } : config;
}

function checkHeaderName(name: string, path: string): Problem[] {
  const message = headerNameProblem(name);
  return message === undefined ? [] : [{ path, message }];
}
