// What must be known of inbound before the config is resolved: registration is synchronous and loads nothing.
import { basePathProblem, DEFAULT_BASE_PATH } from "../../../config/route/base-path.ts";
import { asFields, text } from "../../../event/observation.ts";

export interface RawInbound {
  basePath: string;
}

/** Undefined when the config has no inbound routes, so that none of it costs anything. */
export function rawInbound(pluginConfig: unknown): RawInbound | undefined {
  const written = asFields(pluginConfig);
  const content = { ...written, ...asFields(written["webhooks"]) };
  const inbound = asFields(content["inbound"]);
  const scoped = Object.values(asFields(content["agents"])).map((scope) =>
    asFields(asFields(asFields(scope)["inbound"])["endpoints"]),
  );
  const listed = inbound["endpoints"];
  const common = Array.isArray(listed) ? listed : Object.values(asFields(listed));
  const routes = [...common, ...scoped.flatMap((each) => Object.values(each))];
  if (routes.length === 0 || inbound["enabled"] === false) return undefined;
  return {
    basePath: servable(text(inbound["basePath"])),
  };
}

/** What is no path serves nothing (the settings say why); the host is asked for one that it takes. */
function servable(basePath = DEFAULT_BASE_PATH): string {
  const path = basePath.replace(/\/+$/, "");
  const isPath = /^(?:\/[A-Za-z0-9_-]+)+$/.test(path);
  return isPath && basePathProblem(path) === undefined ? path : DEFAULT_BASE_PATH;
}
