// What must be known of feeds before the config is resolved: registration is synchronous and loads nothing.
import { DEFAULT_FEED_PATH } from "../../config/endpoint/feed-path.ts";
import { basePathProblem } from "../../config/route/base-path.ts";
import { asFields, text } from "../../event/observation.ts";

/** The path that feeds are read under; undefined when no endpoint has one, so that none of it costs anything. */
export function rawFeedPath(pluginConfig: unknown): string | undefined {
  const written = asFields(pluginConfig);
  const content = { ...written, ...asFields(written["webhooks"]) };
  const scopes = Object.values(asFields(content["agents"])).map(asFields);
  const endpoints = [content, ...scopes].flatMap((scope) => endpointsIn(scope["endpoints"]));
  if (!endpoints.some((endpoint) => asFields(endpoint)["feed"] !== undefined)) return undefined;
  return servable(text(content["feedPath"]));
}

function endpointsIn(listed: unknown): unknown[] {
  if (Array.isArray(listed)) return listed;
  const fields = asFields(listed);
  return [fields, ...Object.values(fields)];
}

/** What is no path serves nothing (the settings say why); the host is asked for one that it takes. */
function servable(written = DEFAULT_FEED_PATH): string {
  const path = written.replace(/\/+$/, "");
  const isPath = /^(?:\/[A-Za-z0-9_-]+)+$/.test(path);
  return isPath && basePathProblem(path) === undefined ? path : DEFAULT_FEED_PATH;
}
