// A genuine Gateway that goes from a file to PostgreSQL: its log goes along, and what waited in the file arrives.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { CopyReport } from "../../../src/engine/store/copy/report.ts";
import { freePort, type Gateway } from "../../support/gateway.ts";
import { postgresIsThere, postgresUrl } from "../../support/postgres-log.ts";
import { createStage, type Stage } from "../../support/stage.ts";

interface Listed {
  id: string;
  status: string;
  endpoint?: string;
  instanceId?: string;
}

describe.skipIf(!(await postgresIsThere()))("from a file to PostgreSQL", () => {
  const schema = `test_${randomUUID().replaceAll("-", "")}`;
  let stage: Stage;
  let gateway: Gateway;
  let settings: object;
  let crm: Server | undefined;
  let crmPort: number;
  const arrived: string[] = [];

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    crmPort = await freePort();
    settings = {
      instanceId: "node-1",
      endpoints: [
        stage.endpoint({ name: "main" }),
        stage.endpoint({
          name: "crm",
          url: `http://127.0.0.1:${crmPort}/hook`,
          retry: { maxAttempts: 60, backoffMs: 1000, maxBackoffMs: 2000 },
        }),
      ],
      inbound: {
        endpoints: {
          deploy: {
            agentId: "alert-handler",
            template: "deploy {{body.mark}}",
            idempotency: { key: "body.id" },
          },
        },
      },
    };
    await stage.configure(settings);
    gateway = await stage.host.start();
  });

  afterAll(async () => {
    await stage.dispose();
    crm?.closeAllConnections();
    crm?.close();
    const client = new pg.Client({ connectionString: postgresUrl });
    await client.connect();
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.end();
  });

  async function post(body: object): Promise<{ id: string; status: string }> {
    const url = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/deploy`;
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    return (await answer.json()) as { id: string; status: string };
  }

  async function listed(...words: string[]): Promise<Listed[]> {
    const { stdout } = await stage.host.run(["webhook", ...words, "--recent", "200", "--json"]);
    const lines = stdout
      .trim()
      .split("\n")
      .filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as Listed);
  }

  const idsOf = (rows: readonly Listed[]): string[] => rows.map(({ id }) => id).toSorted();

  /** It came too late for all before. */
  async function openCrm(): Promise<void> {
    crm = createServer((request, response) => {
      arrived.push(String(request.headers["webhook-id"]));
      request.resume().on("end", () => response.writeHead(204).end());
    });
    crm.listen(crmPort, "127.0.0.1");
    await once(crm, "listening");
  }

  let before: { deliveries: Listed[]; requests: Listed[] };

  it("refuses while the Gateway has the file open, and where store is not set", async () => {
    const { receiver } = stage;
    const ended = () => receiver.received.filter(({ event }) => event.type === "inbound.completed");
    await post({ id: 1, mark: "a" });
    await post({ id: 2, mark: "b" });
    await receiver.until(() => ended().length === 2, 120_000);
    const unset = await stage.host.run(["webhook", "store", "migrate"]);
    expect(unset).toMatchObject({ code: 1 });
    expect(unset.stderr).toContain("has no `store`: there is no shared log to copy to");
    // Beside the config that it runs by.
    const config = join(stage.host.directory, "shared.json");
    const plugin = { enabled: true, config: { ...settings, store: { url: postgresUrl, schema } } };
    const all = { ...stage.hostConfig(), plugins: { entries: { "event-webhooks": plugin } } };
    await writeFile(config, JSON.stringify(all));
    const env = { OPENCLAW_CONFIG_PATH: config };
    const open = await stage.host.run(["webhook", "store", "migrate"], { env });
    expect(open).toMatchObject({ code: 1 });
    expect(open.stderr).toContain("a Gateway has it open");
  });

  it("copies all of it, and the list shows it", async () => {
    await gateway.stop();
    await stage.configure(settings);
    before = { deliveries: await listed("list"), requests: await listed("requests", "list") };
    expect(before.requests).toHaveLength(2);
    const waiting = before.deliveries.filter(({ endpoint }) => endpoint === "crm");
    expect(waiting.length).toBeGreaterThan(3);
    await stage.configure({ ...settings, store: { url: postgresUrl, schema } });
    const { stdout, code } = await stage.host.run(["webhook", "store", "migrate", "--json"]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as CopyReport;
    const deliveries = report.counts.find(({ part }) => part === "deliveries");
    expect(deliveries).toMatchObject({
      inFile: before.deliveries.length,
      copied: before.deliveries.length,
      inShared: before.deliveries.length,
    });
    expect(report.waiting).toEqual({ deliveries: waiting.length, requests: 0 });
    gateway = await stage.host.start();
    const after = await listed("list");
    expect(idsOf(after)).toEqual(expect.arrayContaining(idsOf(before.deliveries)));
    expect(after.every(({ instanceId }) => instanceId === "node-1")).toBe(true);
    expect(idsOf(await listed("requests", "list"))).toEqual(idsOf(before.requests));
  });

  it("knows a repeat of before, and sends what waited once its receiver works", async () => {
    expect(await post({ id: 2, mark: "b" })).toMatchObject({ status: "duplicate" });
    await openCrm();
    const undelivered = async (): Promise<string[]> =>
      idsOf(
        (await listed("list", "--endpoint", "crm")).filter(({ status }) => status !== "delivered"),
      );
    await expect.poll(undelivered, { timeout: 120_000, interval: 1000 }).toEqual([]);
    expect(arrived.toSorted()).toEqual([...new Set(arrived)].toSorted());
    expect(arrived.length).toBeGreaterThanOrEqual(
      before.deliveries.filter(({ endpoint }) => endpoint === "crm").length,
    );
  });

  it("has nothing left to copy, and says so", async () => {
    const again = await stage.host.run(["webhook", "store", "migrate"]);
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toContain("nothing to copy");
  });
});
