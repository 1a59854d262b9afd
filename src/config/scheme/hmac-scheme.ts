// Makes a signature scheme of what `auth: { type: "hmac" }` of a route or `signature` of an endpoint says, short forms
// and defaults included. Verifies and signs nothing.
import type { IdSourceConfig, TimestampSourceConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { isPublicKeyAlgorithm, type Place, type SignatureScheme } from "../../signature/scheme.ts";
import { partsOf } from "../../signature/signed-text.ts";
import { headerNameProblem } from "../endpoint/headers.ts";
import type { Problem } from "../settings.ts";
import { checkSigned, signedOf, type SchemeConfig } from "./signed-setting.ts";

type Source = Exclude<TimestampSourceConfig, string>;

const PLACES = ["header", "query", "body"] as const;

/** What the definition of the scheme cannot say: names of headers, and settings that need each other. */
export function checkScheme(config: SchemeConfig, path: string): Problem[] {
  const { header, query, body } = config;
  return [
    ...checkSource({ header, query, body }, PLACES, path),
    ...checkSource(
      config.timestamp,
      ["header", "part", "query", "body"],
      configPath(path, "timestamp"),
    ),
    ...checkSource(config.id, PLACES, configPath(path, "id")),
    ...checkSigned(config, path),
    ...(config.part !== undefined && config.prefix !== undefined
      ? [{ path: configPath(path, "prefix"), message: 'has no meaning beside "part"' }]
      : []),
  ];
}

/** The scheme that `config`, found sound, describes. */
export function readScheme(config: SchemeConfig): SignatureScheme {
  const { algorithm = "sha256", separator = ",", timestamp, id, fields } = config;
  const signed = signedOf(config);
  const isOfText = partsOf(signed).some(({ name }) => name === "secret");
  return {
    algorithm,
    ...(isOfText && { keyed: "text" }),
    from: placeOf(config),
    extract: readExtraction(config),
    encoding: config.encoding ?? "hex",
    signed,
    ...(config.each !== undefined && { each: config.each }),
    ...(fields !== undefined && {
      fields: {
        of: fields.of,
        except: fields.except ?? [],
        pair: fields.pair ?? "=",
        join: fields.join ?? "&",
        ...(fields.filled === true && { filled: true }),
      },
    }),
    ...(timestamp !== undefined && { timestamp: readTimestamp(timestamp, separator) }),
    ...(id !== undefined && { id: placeOf(asSource(id)) }),
    key: {
      encoding: config.keyEncoding ?? (isPublicKeyAlgorithm(algorithm) ? "hex" : "utf8"),
      ...(config.keyPrefix !== undefined && { stripPrefix: config.keyPrefix }),
    },
  };
}

function placeOf({ header = "", query, body }: Pick<Source, (typeof PLACES)[number]>): Place {
  if (query !== undefined) return { query };
  return body === undefined ? { header: header.toLowerCase() } : { body };
}

function readExtraction({ part, separator, prefix }: SchemeConfig): SignatureScheme["extract"] {
  if (part !== undefined) return { kind: "part", name: part, items: separator ?? ",", pair: "=" };
  if (separator !== undefined) return { kind: "list", items: separator, prefix: prefix ?? "" };
  return { kind: "whole", ...(prefix !== undefined && { prefix }) };
}

function readTimestamp(
  config: TimestampSourceConfig,
  items: string,
): NonNullable<SignatureScheme["timestamp"]> {
  const { part, format = "s", ...place } = asSource(config);
  return part === undefined
    ? { from: placeOf(place), format }
    : { from: { part, items, pair: "=" }, format };
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
