// A canary in every place where a request or an answer carries a secret; afterwards nothing that was kept, shown,
// said to a model or sent on may hold one.
import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import { secretPlacesOf } from "../../../src/inbound/secret/secret-places.ts";
import type { Gateway } from "../../support/gateway.ts";
import { startReceiver, type Receiver } from "../../support/receiver.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const canaries = new Map<string, string>();

/** One word for each place; the place is what a failure shows. */
function plant(place: string): string {
  const canary = `cAnary${String(canaries.size).padStart(4, "0")}zQ7xW3`;
  canaries.set(canary, place);
  return canary;
}

const url = "https://gateway.example/webhooks/inbound/x";
const JSON_TYPE = { "content-type": "application/json" };

/** A request that its route refuses, with a canary in each secret place of the preset. */
function refusedOf(preset: (typeof PRESETS)[number]) {
  const { headers = [], query = [], body = [] } = secretPlacesOf(preset);
  const value: Record<string, unknown> = {};
  for (const path of body) {
    const [first = "", ...rest] = path.split(".");
    const canary = plant(`${preset.name}: body ${path}`);
    const below = rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), canary);
    value[first] = { ...(value[first] as object | undefined), ...(below as object) };
    if (rest.length === 0) value[first] = below;
  }
  return {
    route: `p-${preset.name}`,
    headers: Object.fromEntries(
      headers.map((name) => [name, plant(`${preset.name}: header ${name}`)]),
    ),
    query: Object.fromEntries(query.map((name) => [name, plant(`${preset.name}: query ${name}`)])),
    body: JSON.stringify(value),
  };
}

const refused = PRESETS.map(refusedOf);
const secret = {
  bearer: plant("bearer token"),
  basic: plant("basic password"),
  header: plant("own header"),
  graph: plant("clientState of a right request"),
  hmac: plant("hmac secret"),
  verify: plant("Meta's verify token of a right handshake"),
  query: plant("query value"),
  apikey: plant("header apikey"),
  password: plant("header password"),
  cookie: plant("cookie"),
  referer: plant("query in the referer"),
  path: plant("endpoint's path"),
  search: plant("endpoint's query"),
  ownHeader: plant("endpoint's header"),
  signing: plant("endpoint's secret"),
  formatToken: plant("token of a format"),
  sentBearer: plant("endpoint's bearer token"),
  sentPassword: plant("endpoint's password"),
  client: plant("endpoint's client secret"),
};
const hmacBody = '{"text":"signed"}';
const signature = createHmac("sha256", secret.hmac).update(hmacBody).digest("hex");
canaries.set(signature, "signature of an hmac route");

describe("canaries in every secret place", () => {
  let stage: Stage;
  let gateway: Gateway;
  let echo: Receiver;

  const send = (
    route: string,
    init: RequestInit,
    query: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(
      `http://127.0.0.1:${stage.host.port}/webhooks/inbound/${route}?${String(new URLSearchParams(query))}`,
      { method: "POST", ...init },
    );
  const ask = (method: string, params: object): Promise<unknown> =>
    stage.host.call(`eventWebhooks.${method}`, params);

  /** Endpoints that say who they are; the token server of the last one says back what it was sent, too. */
  const ways = (): [name: string, auth: object][] => [
    ["bearer-out", { type: "bearer", token: secret.sentBearer }],
    ["basic-out", { type: "basic", username: "someone", password: secret.sentPassword }],
    [
      "oauth2-out",
      { type: "oauth2", tokenUrl: echo.url, clientId: "gateway", clientSecret: secret.client },
    ],
  ];

  function leaks(where: string, text: string): string[] {
    const lower = text.toLowerCase();
    return [...canaries]
      .filter(([canary]) =>
        [canary, Buffer.from(canary).toString("base64").replace(/=+$/, "")].some((form) =>
          lower.includes(form.toLowerCase()),
        ),
      )
      .map(([, place]) => `${where}: ${place}`);
  }

  beforeAll(async () => {
    // Says back everything that it was sent.
    echo = await startReceiver(({ path, headers }) => ({
      status: 404,
      body: `Cannot POST ${path} ${JSON.stringify(headers)}`,
    }));
    stage = await createStage(inject("tarball"));
    const agentId = "alert-handler";
    const template = "{{ body | json }} {{ headers | json }} {{ query | json }}";
    const route = (auth: object): object => ({ agentId, template, auth });
    const presets = PRESETS.map(({ name, needsUrl }) => [
      `p-${name}`,
      route({
        preset: name,
        secret: name === "microsoft-graph" ? secret.graph : "whsec_c29tZXRoaW5nLWVsc2U=",
        ...(needsUrl && { url }),
        ...(name === "meta" && { verifyToken: secret.verify }),
      }),
    ]);
    await stage.configure({
      endpoints: [
        stage.endpoint({ events: ["inbound.*"] }),
        stage.endpoint({
          name: "echo",
          url: `${echo.url}/${secret.path}?k=${secret.search}`,
          secret: secret.signing,
          headers: { "X-Team": secret.ownHeader, Authorization: `Bearer ${secret.ownHeader}` },
          events: ["inbound.*"],
          retry: { maxAttempts: 1, backoffMs: 100 },
        }),
        stage.endpoint({
          name: "push",
          url: echo.url,
          format: "gotify",
          options: { token: secret.formatToken },
          events: ["inbound.*"],
          retry: { maxAttempts: 1, backoffMs: 100 },
        }),
        ...ways().map(([name, auth]) =>
          stage.endpoint({
            name,
            url: echo.url,
            auth,
            events: ["inbound.*"],
            retry: { maxAttempts: 1, backoffMs: 100 },
          }),
        ),
      ],
      inbound: {
        endpoints: {
          ...Object.fromEntries(presets),
          bearer: route({ type: "bearer", token: secret.bearer }),
          basic: route({ type: "basic", username: "someone", password: secret.basic }),
          header: route({ type: "header", name: "x-plain", value: secret.header }),
          hmac: route({ type: "hmac", secret: secret.hmac, header: "x-proof" }),
        },
      },
    });
    gateway = await stage.host.start();
    for (const { route: name, headers, query, body } of refused)
      await send(name, { headers: { ...JSON_TYPE, ...headers }, body }, query);
    const extra = {
      ...JSON_TYPE,
      apikey: secret.apikey,
      password: secret.password,
      cookie: `a=${secret.cookie}`,
      referer: `https://a.example/?q=${secret.referer}`,
    };
    const basic = Buffer.from(`someone:${secret.basic}`).toString("base64");
    const right: [string, Record<string, string>, string][] = [
      ["bearer", { authorization: `Bearer ${secret.bearer}` }, `{"text":"${secret.bearer}"}`],
      ["basic", { authorization: `Basic ${basic}` }, `{"text":"${secret.basic}"}`],
      ["header", { "x-plain": secret.header }, `{"text":"${secret.header}"}`],
      ["hmac", { "x-proof": signature }, hmacBody],
      ["p-microsoft-graph", {}, `{"value":[{"id":"1","clientState":"${secret.graph}"}]}`],
    ];
    const statuses: number[] = [];
    for (const [name, headers, body] of right) {
      const init = { headers: { ...extra, ...headers }, body };
      statuses.push((await send(name, init, { state: secret.query })).status);
    }
    const subscribe = { "hub.mode": "subscribe", "hub.challenge": "42" };
    const greeting = { ...subscribe, "hub.verify_token": secret.verify };
    statuses.push((await send("p-meta", { method: "GET" }, greeting)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
    await stage.receiver.until(
      (all) => all.filter(({ event }) => event.type === "inbound.completed").length >= 5,
      120_000,
    );
    await echo.received(10);
    // Everything of it is stored once the log has it.
    await vi.waitFor(
      async () => {
        for (const endpoint of ["echo", "push", ...ways().map(([name]) => name)]) {
          const rows = JSON.stringify(await ask("list", { endpoint }));
          expect(rows.split('"dead"').length - 1).toBe(5);
        }
      },
      { timeout: 30_000, interval: 200 },
    );
  });
  afterAll(async () => {
    await stage.dispose();
    await echo.close();
  });

  it("are in no file of the plugin's state, and in no log", async () => {
    const files = await readdir(stage.host.stateDir, { recursive: true, withFileTypes: true });
    const found: string[] = [];
    const read: string[] = [];
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      // The host keeps copies of its config, which holds what the operator wrote into it.
      if (!file.isFile() || !/event-webhooks.*\.(?:db|sqlite)|\.log$|\.jsonl$/.test(path)) continue;
      read.push(file.name);
      found.push(...leaks(file.name, (await readFile(path)).toString("latin1")));
    }
    expect(read.some((name) => name.endsWith("-wal"))).toBe(true);
    expect([...found, ...leaks("the Gateway's log", gateway.log())]).toEqual([]);
  });

  it("are in no answer to an RPC, which is what the page shows", async () => {
    const [rows, requests] = (await Promise.all([
      ask("list", { limit: 200 }),
      ask("requests.list", { limit: 200 }),
    ])) as [{ deliveries: { id: string; eventId: string }[] }, { requests: { id: string }[] }];
    // Where keys are to be fetched from an address that is not there, nothing is refused yet.
    const judged = PRESETS.filter(({ published }) => published === undefined);
    expect(requests.requests.length).toBeGreaterThanOrEqual(judged.length + 5);
    const answers: unknown[] = [rows, requests];
    for (const method of ["endpoints", "stats", "health"]) answers.push(await ask(method, {}));
    for (const { id } of rows.deliveries) answers.push(await ask("show", { id, body: true }));
    for (const { eventId } of rows.deliveries)
      answers.push(await ask("explain", { eventId, id: eventId }).catch(String));
    for (const { id } of requests.requests)
      answers.push(await ask("requests.show", { id, body: true }));
    const text = JSON.stringify(answers);
    expect(text).toContain("Cannot POST");
    expect(leaks("RPC", text)).toEqual([]);
  });

  it("are in nothing that a command prints", async () => {
    const { requests } = (await ask("requests.list", { limit: 1 })) as {
      requests: { id: string }[];
    };
    const { deliveries } = (await ask("list", { endpoint: "echo", limit: 1 })) as {
      deliveries: { id: string; eventId: string }[];
    };
    const [request, delivery] = [requests[0]?.id ?? "", deliveries[0]];
    const commands = [
      ["list"],
      ["endpoints", "--json"],
      ["requests", "--json"],
      ["requests", "show", request, "--body"],
      ["show", delivery?.id ?? "", "--body"],
      ["explain", delivery?.eventId ?? ""],
    ];
    for (const command of commands) {
      const { code, stdout, stderr } = await stage.host.run(["webhook", ...command]);
      expect([command.join(" "), code]).toEqual([command.join(" "), 0]);
      expect(leaks(command.join(" "), stdout + stderr)).toEqual([]);
    }
  }, 300_000);

  it("are in no prompt and in no event that was sent on", () => {
    const prompts = JSON.stringify(stage.model.requests);
    expect(prompts).toContain("[masked]");
    expect(leaks("prompt", prompts)).toEqual([]);
    const bodies = [
      ...stage.receiver.received.map(({ event }) => event),
      ...echo.requests.map(({ body }) => body),
    ];
    expect(leaks("event", JSON.stringify(bodies))).toEqual([]);
  });
});
