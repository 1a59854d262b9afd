import { expect, it } from "vitest";
import { currentSettings } from "../../../src/host/current-settings.ts";
import { namedLogger } from "../../../src/host/named-logger.ts";

it("names the plugin in each line, and the endpoint or route that is held", () => {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  const logger = namedLogger({ info: keep, warn: keep, error: keep });
  const config = {
    endpoints: [{ name: "crm", url: "nonsense", events: ["*"] }],
    inbound: { endpoints: { alert: { agentId: "nobody", template: "x" } } },
  };
  currentSettings(config, ["main"], logger);
  expect(lines.map((line) => line.split(": ").slice(0, 3))).toEqual([
    ["event-webhooks", 'endpoint "crm" is held', "endpoints[0].url"],
    ["event-webhooks", 'route "alert" is held', "inbound.endpoints.alert.agentId"],
  ]);
});
