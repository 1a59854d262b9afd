// Decides where feeds are read: a path of their own on the Gateway's port. Registers nothing.
import { isRecord } from "../problem/path.ts";
import { basePathProblem, DEFAULT_BASE_PATH, normalBasePath } from "../route/base-path.ts";
import type { Problem, Settings } from "../settings.ts";
import { covers } from "../sound.ts";
import { listPlaces, type Place } from "./place.ts";

export const DEFAULT_FEED_PATH = "/webhooks/feed";

const AT = "feedPath";

/** What the schema cannot say of `feedPath`; `found`: what it has said of the block. */
export function checkFeedPath(
  block: Record<string, unknown>,
  found: readonly Problem[],
): Problem[] {
  if (covers(found, AT)) return [];
  if (block[AT] === undefined && !listPlaces(block).some(hasFeed)) return [];
  const path = pathIn(block);
  const reserved = basePathProblem(path, DEFAULT_FEED_PATH);
  if (reserved !== undefined) return [{ path: AT, message: reserved }];
  const routes = basePathIn(block);
  if (!overlap(path, routes)) return [];
  const message = `"${path}" and inbound.basePath ("${routes}") lie one in the other; take another path, such as "/event-feeds"`;
  return [{ path: AT, message }];
}

/** Absent where a problem stands at it. */
export function feedPathOf(
  block: Record<string, unknown>,
  problems: readonly Problem[],
): Pick<Settings, "feedPath"> {
  if (covers(problems, AT)) return {};
  return { feedPath: pathIn(block) };
}

function pathIn({ [AT]: written }: Record<string, unknown>): string {
  return normalBasePath(typeof written === "string" ? written : DEFAULT_FEED_PATH);
}

function hasFeed({ raw }: Place): boolean {
  return isRecord(raw) && raw["feed"] !== undefined;
}

function basePathIn({ inbound }: Record<string, unknown>): string {
  const written = isRecord(inbound) ? inbound["basePath"] : undefined;
  return normalBasePath(typeof written === "string" ? written : DEFAULT_BASE_PATH);
}

function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
