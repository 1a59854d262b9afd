import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createSource, type GatewayAnswer } from "../../../src/cli/answers/source.ts";
import { openSqliteStore } from "../../../src/engine/store/sqlite/sqlite-store.ts";
import type { DeliveryDetail } from "../../../src/view/delivery.ts";
import type { Preview } from "../../../src/outbound/preview.ts";
import type { EndpointList } from "../../../src/view/endpoint.ts";
import type { ExplanationView } from "../../../src/view/explanation.ts";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import {
  arrivals,
  delivered,
  deliveryId,
  eventId,
  group,
  noon,
} from "../../support/store-samples.ts";

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-cli-"));
afterAll(() => rmSync(directory, { recursive: true }));

function sourceOf(
  answer: GatewayAnswer,
  databasePath: string,
): {
  source: ReturnType<typeof createSource>;
  notices: string[];
} {
  const notices: string[] = [];
  const callGateway = async (): Promise<GatewayAnswer> => answer;
  const notice = (line: string): void => void notices.push(line);
  const environment = { OPENCLAW_CONFIG_PATH: join(directory, "openclaw.json5") };
  const ports = { callGateway, databasePath, environment, now: () => noon, notice };
  return { source: createSource(ports), notices };
}

function writeConfig(config: object): void {
  const all = { plugins: { entries: { "event-webhooks": { config } } } };
  writeFileSync(join(directory, "openclaw.json5"), JSON.stringify(all));
}

describe("where the CLI gets its answers", () => {
  it("is the Gateway while one runs", async () => {
    const { source, notices } = sourceOf({ kind: "answered", value: { pending: 3 } }, "/nowhere");
    expect(await source.ask("stats")).toEqual({ pending: 3 });
    expect(notices).toEqual([]);
  });

  it("is nobody when the Gateway refuses", async () => {
    const { source } = sourceOf({ kind: "refused", message: "no such endpoint" }, "/nowhere");
    const refusal = expect(source.ask("resume", { endpoint: "x" })).rejects;
    await refusal.toMatchObject({ code: "failed", message: "no such endpoint" });
  });

  it("is no file where the log is a shared one", async () => {
    writeConfig({ store: { url: "postgres://role@db.internal/app" } });
    const { source } = sourceOf({ kind: "unreachable" }, join(directory, "log.sqlite"));
    await expect(source.ask("list", {})).rejects.toMatchObject({
      message: expect.stringContaining("the log is a shared one"),
    });
    rmSync(join(directory, "openclaw.json5"));
  });

  it("is the database when no Gateway runs, and that is said once", async () => {
    const path = join(directory, "log.sqlite");
    const store = openSqliteStore({ path, onNotice: () => undefined });
    await store.commit(arrivals([1, 2]));
    await store.commit(group({ settlements: [delivered(1)] }));
    await store.close();
    const { source, notices } = sourceOf({ kind: "unreachable" }, path);
    const page = await source.ask<DeliveryPage>("list", { status: ["delivered"] });
    const detail = await source.ask<DeliveryDetail>("show", { id: deliveryId(1) });
    expect(page.deliveries).toMatchObject([{ id: deliveryId(1), status: "delivered" }]);
    expect(detail).toMatchObject({ delivery: page.deliveries[0], attempts: [{ httpStatus: 204 }] });
    expect(await source.ask("stats")).toMatchObject({ delivered: 1, pending: 1 });
    expect(notices).toEqual([`No Gateway answers; this is what ${path} holds.`]);
    await source.close();
  });

  it("holds nothing of another Gateway, where it is a file", async () => {
    const path = join(directory, "own.sqlite");
    const store = openSqliteStore({ path, onNotice: () => undefined });
    await store.commit(arrivals([1]));
    await store.close();
    writeConfig({ instanceId: "node-1" });
    const { source } = sourceOf({ kind: "unreachable" }, path);
    const found = async (instanceId: string): Promise<number> =>
      (await source.ask<DeliveryPage>("list", { instanceId })).deliveries.length;
    expect([await found("node-1"), await found("node-2")]).toEqual([1, 0]);
    await source.close();
    rmSync(join(directory, "openclaw.json5"));
  });

  it("explains by the config file and by what the database remembers of endpoints", async () => {
    const path = join(directory, "explained.sqlite");
    const store = openSqliteStore({ path, onNotice: () => undefined });
    await store.commit(arrivals([1]));
    await store.saveEndpointState({ name: "main", disabledReason: "the receiver answered 410" });
    await store.close();
    const { source, notices } = sourceOf({ kind: "unreachable" }, path);
    writeConfig({
      endpoints: [
        { name: "main", url: "http://10.0.0.7/x", allowPrivateNetwork: true },
        { name: "narrow", url: "${CRM_URL}", filter: { agentIds: ["sales"] } },
      ],
    });
    const ofEvent = await source.ask<ExplanationView>("explain", { id: eventId(1) });
    const ofDelivery = await source.ask<ExplanationView>("explain", { id: deliveryId(1) });
    const { endpoints } = await source.ask<EndpointList>("endpoints");
    expect(ofEvent.endpoints).toMatchObject([
      { endpoint: "main", hears: true, state: "disabled", delivery: { status: "pending" } },
      {
        endpoint: "narrow",
        hears: false,
        checks: [{ passed: true }, { at: "filter.agentIds", passed: false, found: [] }],
      },
    ]);
    expect(ofDelivery.endpoints).toMatchObject([
      {
        next: "it waits because the endpoint is disabled: the receiver answered 410",
        reach: { addresses: ["10.0.0.7"], allowed: true },
        sends: { bytes: 21 },
      },
    ]);
    expect(endpoints).toMatchObject([{ state: "disabled" }, { endpoint: "narrow" }]);
    expect(notices.join("\n")).toContain("Not set here, and taken as if they were: CRM_URL.");
    await source.close();
  });

  it("says that without settings it does not know who hears what", async () => {
    const { source, notices } = sourceOf({ kind: "unreachable" }, join(directory, "log.sqlite"));
    rmSync(join(directory, "openclaw.json5"));
    const explained = await source.ask<ExplanationView>("explain", { id: eventId(1) });
    expect(explained.endpoints).toMatchObject([{ endpoint: "main", configured: false }]);
    expect(notices.at(-1)).toMatch(/^No settings are known.*ENOENT$/);
    await source.close();
  });

  it("is nobody for what only a Gateway can do", async () => {
    const { source } = sourceOf({ kind: "unreachable" }, join(directory, "log.sqlite"));
    await expect(source.ask("retry", {})).rejects.toThrow(/needs a running Gateway/);
  });

  it.each(["list", "show", "stats", "endpoints", "explain", "requests.list", "requests.show"])(
    "says of %s that there is no log yet, and how one begins",
    async (method) => {
      const path = join(directory, "never/none.sqlite");
      const { source } = sourceOf({ kind: "unreachable" }, path);
      await expect(source.ask(method, { id: eventId(1) })).rejects.toMatchObject({
        code: "failed",
        message: expect.stringMatching(
          /^No Gateway answers\. There is no delivery log at .*none\.sqlite\. No Gateway .* has run with the plugin yet\. .*openclaw gateway run/,
        ),
      });
    },
  );

  it("says once what is wrong with a log that is none", async () => {
    const path = join(directory, "a-directory.sqlite");
    mkdirSync(path);
    const { source } = sourceOf({ kind: "unreachable" }, path);
    await expect(source.ask("list")).rejects.toMatchObject({
      code: "failed",
      message: `No Gateway answers, and its log cannot be read: ${path}: reading or writing failed; check the disk (disk I/O error)`,
    });
  });

  it("previews a sample by the config file when no Gateway runs, also where there is no log yet", async () => {
    writeConfig({
      endpoints: [
        { name: "crm", url: "https://myhook.test/a", secret: "s", transform: { of: "{{ type }}" } },
        { name: "cold", url: "${NO_SUCH_URL}", secret: "s" },
      ],
    });
    const { source, notices } = sourceOf({ kind: "unreachable" }, "/nowhere");
    const shown = await source.ask<Preview>("preview", { endpoint: "crm", event: "tool.called" });
    expect([shown.hears, shown.body]).toEqual([true, '{"of":"tool.called"}']);
    expect(notices).toEqual([
      `No Gateway answers; this is by the settings in ${join(directory, "openclaw.json5")}.`,
    ]);
    const cold = await source.ask<Preview>("preview", { endpoint: "cold" });
    expect(cold.problem).toContain("the environment variable NO_SUCH_URL is not set");
    expect(cold.body).toContain('"type":"message.sent"');
    await expect(source.ask("preview", { endpoint: "crn" })).rejects.toThrow(
      'has no endpoint "crn" (did you mean "crm"?)',
    );
  });
});
