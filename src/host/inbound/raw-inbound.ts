// What must be known of inbound before the config is resolved: registration is synchronous and loads nothing.
import { asFields, text } from "../../event/observation.ts";

const DEFAULT_BASE_PATH = "/webhooks/inbound";

export interface RawInbound {
  basePath: string;
}

/** Undefined when the config has no inbound routes, so that none of it costs anything. */
export function rawInbound(pluginConfig: unknown): RawInbound | undefined {
  const content = asFields(asFields(pluginConfig)["webhooks"] ?? pluginConfig);
  const inbound = asFields(content["inbound"]);
  const scoped = Object.values(asFields(content["agents"])).map((scope) =>
    asFields(asFields(asFields(scope)["inbound"])["endpoints"]),
  );
  const routes = [asFields(inbound["endpoints"]), ...scoped].flatMap((each) => Object.values(each));
  if (routes.length === 0 || inbound["enabled"] === false) return undefined;
  return {
    basePath: servable(text(inbound["basePath"])),
  };
}

/** What is no path serves nothing (the settings say why); the host is asked for one that it takes. */
function servable(basePath = DEFAULT_BASE_PATH): string {
  const path = basePath.replace(/\/+$/, "");
  return /^(?:\/[A-Za-z0-9_-]+)+$/.test(path) ? path : DEFAULT_BASE_PATH;
}
