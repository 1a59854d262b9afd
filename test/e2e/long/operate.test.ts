// A newcomer's walk: three faults are planted, and what docs/troubleshooting.md tells to type names them.
import { execFileSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openSqliteReader } from "../../../src/engine/store/sqlite/sqlite-store.ts";
import type { DeliveryRow } from "../../../src/view/delivery.ts";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import type { CommandResult, Gateway } from "../../support/gateway.ts";
import { startReceiver, type Received, type Receiver } from "../../support/receiver.ts";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";
import { verifyTutorialWay } from "../../support/verifying-receiver.ts";

const OTHER_SECRET = "whsec_VGhpcyBpcyBub3QgdGhlIHNlY3JldCBvZiB0aGUgb3RoZXI=";
const ONCE = { maxAttempts: 1, backoffMs: 100 };

describe("something did not arrive", () => {
  let stage: Stage;
  let gateway: Gateway;
  /** Checks with a secret of its own, and refuses. */
  let strict: Receiver;
  /** Wants an API key that nobody gave it. */
  let locked: Receiver;

  const webhook = (args: string[], env: Record<string, string> = {}): Promise<CommandResult> =>
    stage.host.run(["webhook", ...args], { env });
  const ask = (method: string, params: object): Promise<unknown> =>
    stage.host.call(`eventWebhooks.${method}`, params);
  const rowsOf = async (params: object): Promise<DeliveryRow[]> =>
    ((await ask("list", params)) as DeliveryPage).deliveries;
  const say = (message: string, key: string): Promise<unknown> =>
    stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message,
      idempotencyKey: key,
    });

  /** As a receiver's log keeps it: headers, a blank line, the body. */
  async function saved(name: string, request: Received | undefined): Promise<string> {
    const headers = Object.entries(request?.headers ?? {});
    const head = headers.map(([header, value]) => `${header}: ${String(value)}`).join("\n");
    const file = join(stage.host.directory, name);
    await writeFile(file, `${head}\n\n${request?.body ?? ""}`);
    return file;
  }

  beforeAll(async () => {
    strict = await startReceiver(({ headers, body }) => ({
      status: verifyTutorialWay(body, headers, OTHER_SECRET) ? 200 : 401,
    }));
    locked = await startReceiver(({ headers }) => ({
      status: headers["x-api-key"] === undefined ? 401 : 200,
    }));
    stage = await createStage(inject("tarball"));
    const plugin = {
      endpoints: [
        stage.endpoint({ events: ["message.*"] }),
        stage.endpoint({
          name: "wrong-secret",
          url: strict.url,
          events: ["message.sent"],
          retry: ONCE,
        }),
        stage.endpoint({
          name: "locked",
          url: locked.url,
          events: ["message.sent"],
          retry: ONCE,
        }),
        stage.endpoint({
          name: "audit",
          events: ["message.sent"],
          filter: { agentIds: ["alert-handler"] },
        }),
        stage.endpoint({
          name: "unset",
          secret: "${A_SECRET_THAT_NOBODY_SET}",
          events: ["tool.*"],
        }),
      ],
    };
    await stage.host.writeConfig({
      ...stage.hostConfig(),
      tools: { alsoAllow: ["webhook_deliveries"] },
      plugins: {
        allow: ["telegram", "event-webhooks"],
        entries: { "event-webhooks": { enabled: true, config: plugin } },
      },
    });
    gateway = await stage.host.start();
    await say("hello there", "operate-1");
    await stage.receiver.until((all) => all.some(({ event }) => event.type === "message.sent"));
    await Promise.all([strict.received(1), locked.received(1)]);
  });
  afterAll(async () => {
    await stage.dispose();
    await Promise.all([strict.close(), locked.close()]);
  });

  it("because the receiver answers 401: list says so, verify says whose fault it is", async () => {
    const failed = await webhook(["list", "--status", "failed"]);
    expect(failed.stdout).toMatch(/^\d\d:\d\d:\d\d +dead +wrong-secret/m);
    expect(failed.stdout).toMatch(/^\d\d:\d\d:\d\d +dead +locked/m);
    expect(failed.stdout).toContain("HTTP 401");

    const [atStrict, atLocked] = await Promise.all([
      saved("strict.txt", strict.requests[0]),
      saved("locked.txt", locked.requests[0]),
    ]);
    const [wrongSecret, rightSecret] = await Promise.all([
      webhook(["verify", "--secret-env", "WEBHOOK_SECRET", "--request", atStrict], {
        WEBHOOK_SECRET: OTHER_SECRET,
      }),
      webhook(["verify", "--secret-env", "WEBHOOK_SECRET", "--request", atLocked], {
        WEBHOOK_SECRET: SECRET,
      }),
    ]);
    expect(wrongSecret).toMatchObject({ code: 1 });
    expect(wrongSecret.stdout).toMatch(/^failed +X-OpenClaw-Signature: secret:/m);
    expect(rightSecret).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok /m) });
  });

  it("because the filter is too narrow: explain names the clause and what it found", async () => {
    const [sent] = await rowsOf({ endpoint: "main-webhook", event: "message.sent" });
    const [dead] = await rowsOf({ endpoint: "locked" });
    const [explained, signed] = await Promise.all([
      webhook(["explain", sent?.eventId ?? ""]),
      webhook(["verify", dead?.id ?? ""]),
    ]);
    expect(explained.stdout).toMatch(/^audit: not sent$/m);
    expect(explained.stdout).toContain('✗ filter.agentIds: wants ["alert-handler"], found "main"');
    expect(signed.stdout).toContain(`text: "${dead?.eventId}.`);
    expect(signed.stdout).toContain(String(Buffer.byteLength(locked.requests[0]?.body ?? "")));
  });

  it("is answered in chat, by an agent whose tools are allowed to include the log", async () => {
    const asked = { question: "list", status: ["dead"], endpoint: "locked" };
    // The host shows a model its first tools alone, and calls the others through one of those.
    stage.model.script((text, done) =>
      text.includes("what was missed") && !done
        ? { tool: "tool_call", args: { id: "webhook_deliveries", args: asked } }
        : { text: "I have looked." },
    );
    const before = stage.receiver.received.length;
    await say("what was missed by locked?", "operate-2");
    await stage.receiver.until((all) =>
      all.slice(before).some(({ event }) => event.type === "message.sent"),
    );
    const seen = stage.model.requests
      .flatMap(({ messages }) => messages)
      .filter(({ role }) => role === "tool")
      .map(({ content }) => JSON.stringify(content))
      .join();
    expect(seen).toContain("HTTP 401");
    expect(seen).toContain("dlv_");
    expect(seen).not.toContain("hello there");
  });

  it("is told to the host too, which backs the log up while it is written", async () => {
    const directory = join(stage.host.directory, "backup");
    await mkdir(directory);
    const [health, backup] = await Promise.all([
      stage.host.call("health", {}) as Promise<HostHealth>,
      stage.host.run(["backup", "create", "--output", directory, "--no-include-workspace"]),
    ]);
    const failure = health.plugins.errors.find(({ id }) => id === "event-webhooks")?.error;
    expect(failure).toMatch(/endpoints\[4\]\.secret: .*A_SECRET_THAT_NOBODY_SET/);
    expect(backup.code).toBe(0);
    const [archive = ""] = await readdir(directory);
    execFileSync("tar", ["-xzf", join(directory, archive), "-C", directory]);
    const files = (await readdir(directory, { recursive: true })).filter((file) =>
      /state\/event-webhooks\/[^/]+$/.test(file),
    );
    expect(files.map((file) => basename(file))).toEqual(["event-webhooks.sqlite"]);
    const copy = openSqliteReader({ path: join(directory, files[0] ?? "") });
    const { deliveries } = (await ask("list", {})) as DeliveryPage;
    expect((await copy.list({ limit: 200 })).map(({ id }) => id)).toEqual(
      expect.arrayContaining(deliveries.map(({ id }) => id)),
    );
    await copy.close();
  });

  it("is typed with the shell's help: commands, options and their choices", async () => {
    const { stdout } = await stage.host.run(["completion", "--shell", "bash"]);
    const script = join(stage.host.directory, "completion.bash");
    await writeFile(script, stdout);
    expect(completed(script, "openclaw webhook re")).toEqual([
      "remove",
      "replay",
      "requests",
      "resume",
      "retry",
    ]);
    expect(completed(script, "openclaw webhook requests list --r")).toEqual([
      "--recent",
      "--route",
    ]);
    expect(completed(script, "openclaw webhook list --status de")).toEqual(["dead", "delivered"]);
  });

  it("is found without a Gateway too: check reads the log, explain and endpoints the config", async () => {
    await gateway.stop();
    const dead = await webhook(["list", "--endpoint", "locked", "--json"]);
    const { id } = JSON.parse(dead.stdout.trim().split("\n").at(-1) ?? "") as DeliveryRow;
    const [checked, explained] = await Promise.all([webhook(["check"]), webhook(["explain", id])]);
    expect(checked.stdout).toMatch(/Endpoint "locked": \d given up since yesterday/);
    expect(checked.stdout).toContain("openclaw webhook retry --endpoint locked --status dead");
    expect(explained.code).toBe(0);
    expect(explained.stdout).toMatch(/^locked: dead$/m);
    expect(explained.stdout).toContain("127.0.0.1 leads to 127.0.0.1, which may be reached");
    expect(explained.stderr).toContain("The settings are those of");
  });
});

/** What bash offers for the last word. */
function completed(script: string, typed: string): string[] {
  const program = [
    `source "$1"; read -ra COMP_WORDS <<< "$2"; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))`,
    'COMP_LINE="$2"; COMP_POINT=${#2}; _openclaw_completion openclaw "${COMP_WORDS[COMP_CWORD]}"; printf "%s\\n" "${COMPREPLY[@]}"',
  ].join("; ");
  const out = execFileSync("bash", ["-c", program, "bash", script, typed], { encoding: "utf8" });
  return out
    .split("\n")
    .filter((word) => word !== "")
    .sort();
}

interface HostHealth {
  plugins: { errors: { id: string; error: string }[] };
}
