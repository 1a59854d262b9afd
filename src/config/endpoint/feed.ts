// Decides whether an endpoint can be read by its receiver, and what does not go with that. Never shows a token.
import { configSchema, type EndpointConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { isRecord } from "../problem/path.ts";
import { readSecrets } from "../secret/secrets.ts";
import type { Problem } from "../settings.ts";
import { covers } from "../sound.ts";
import type { FeedSettings } from "./feed-settings.ts";

const KNOWN = configSchema.definitions.endpoint.properties;

/** All that a receiver who reads by itself has a use for. */
const FOR_FEEDS: ReadonlySet<string> = new Set([
  "name",
  "feed",
  "enabled",
  "secret",
  "events",
  "filter",
  "transform",
  "payload",
]);

/** Problems of an endpoint with `feed` at `path`; those of `found` are not looked at again. */
export function checkFeed(
  config: Partial<EndpointConfig>,
  path: string,
  found: readonly Problem[],
  now: number,
): Problem[] {
  const { feed } = config;
  if (feed === undefined) return [];
  const alien = Object.keys(config).filter((key) => !FOR_FEEDS.has(key) && key in KNOWN);
  const at = configPath(path, "feed");
  return [
    ...alien.map((key) => ({ path: configPath(path, key), message: alienMessage(key) })),
    ...(covers(found, at) ? [] : checkTokens(feed.token, configPath(at, "token"), now)),
  ];
}

/** The tokens of a sound `feed`. */
export function readFeed(feed: EndpointConfig["feed"], now: number): FeedSettings {
  return { tokens: readSecrets(feed?.token, "", now).secrets };
}

/** Where nothing may be sent and nothing is read: told like a setting that is missing. */
export function checkWay(config: unknown, path: string): Problem[] {
  if (!isRecord(config) || config["url"] !== undefined || config["feed"] !== undefined) return [];
  return [{ path, message: '"url" is missing' }];
}

function alienMessage(key: string): string {
  return key === "url"
    ? 'stands beside "feed"; keep one: events are sent to "url", and read by their receiver from a feed'
    : 'is about requests that are sent, and an endpoint with "feed" sends none; leave it out';
}

function checkTokens(
  token: NonNullable<EndpointConfig["feed"]>["token"],
  path: string,
  now: number,
): Problem[] {
  const { secrets, problems } = readSecrets(token, path, now);
  if (problems.length > 0) return problems;
  // RFC 6750, section 2.1, and what a header's value may hold at all.
  if (secrets.every(({ value }) => /^[\x21-\x7e]+$/.test(value))) return [];
  const message =
    "is no token: it holds a space, a line break or another character that none may have";
  return [{ path, message }];
}
