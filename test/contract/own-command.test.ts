// The package's own command finds the Gateway and its right to ask as the host's commands do: the host's own
// functions are the oracle.
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { machineOf, signedDevice } from "../../src/cli/own/device.ts";
import { readHostConfig } from "../../src/cli/own/host-config.ts";
import { placesOf, withProfile, type Environment } from "../../src/cli/own/places.ts";
import { chooseTarget } from "../../src/cli/own/target.ts";
import { hostInternal } from "../support/host-internals.ts";

type Json = Record<string, unknown>;
const home = mkdtempSync(join(tmpdir(), "event-webhooks-own-"));
afterAll(() => rmSync(home, { recursive: true }));

function write(path: string, content: string | object): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

describe("where the host's files lie", () => {
  let stateDirOf: (env: Environment) => string;
  let configPathOf: (env: Environment) => string;
  let applyProfile: (params: { profile: string; env: Json; homedir: () => string }) => void;
  beforeAll(async () => {
    stateDirOf = await hostInternal("paths", "resolveStateDir");
    configPathOf = await hostInternal("paths", "resolveConfigPath");
    applyProfile = await hostInternal("profile", "applyCliProfileEnv");
  }, 60_000);
  mkdirSync(join(home, "fresh/.openclaw"), { recursive: true });
  mkdirSync(join(home, "former/.clawdbot"), { recursive: true });
  write("former/.clawdbot/clawdbot.json", {});
  write("named/clawdbot.json", {});

  it.each<Environment>([
    { HOME: join(home, "fresh") },
    { HOME: join(home, "nothing") },
    { HOME: join(home, "former") },
    { HOME: join(home, "fresh"), OPENCLAW_HOME: join(home, "former") },
    { HOME: join(home, "fresh"), OPENCLAW_HOME: "~/below" },
    { HOME: join(home, "fresh"), OPENCLAW_STATE_DIR: join(home, "named") },
    { HOME: join(home, "fresh"), OPENCLAW_STATE_DIR: " ~/other " },
    { HOME: join(home, "fresh"), OPENCLAW_CONFIG_PATH: "~/x.json5" },
    { HOME: join(home, "fresh"), OPENCLAW_CONFIG_PATH: "", OPENCLAW_STATE_DIR: "" },
  ])("is the same place for %o", (env) => {
    expect(placesOf(env)).toEqual({ stateDir: stateDirOf(env), configPath: configPathOf(env) });
  });

  it.each(["work", "default", "dev"])("is the same place for --profile %s", (profile) => {
    const env: Json = { HOME: join(home, "fresh") };
    const own = withProfile({ HOME: join(home, "fresh") }, profile);
    applyProfile({ profile, env, homedir: () => join(home, "fresh") });
    const theirs = env as Environment;
    expect(placesOf(own)).toEqual({
      stateDir: stateDirOf(theirs),
      configPath: configPathOf(theirs),
    });
  });
});

describe("the host's config", () => {
  let read: (options: { env: Json; configPath: string }) => Json;
  beforeAll(async () => {
    read = await hostInternal("gateway-dispatch-config", "readGatewayDispatchConfig");
  }, 60_000);

  const both = (
    configPath: string,
    env: Record<string, string>,
  ): { own: unknown; host: unknown } => {
    const { config } = readHostConfig({ stateDir: dirname(configPath), configPath }, env);
    const { gateway, plugins, env: vars } = config ?? {};
    let host: unknown;
    try {
      const theirs = read({ env: { ...env }, configPath });
      host = { gateway: theirs["gateway"], plugins: theirs["plugins"], env: theirs["env"] };
    } catch {
      host = "unreadable";
    }
    return { own: config === undefined ? "unreadable" : { gateway, plugins, env: vars }, host };
  };
  write("inc/port.json5", "{port: 4001, auth: {token: '${TOKEN}'}, // a comment\n}");
  write("inc/more/deep.json5", { $include: "./deeper.json5", bind: "lan" });
  write("inc/more/deeper.json5", { bind: "loopback", trustedProxies: ["10.0.0.1"] });
  write("inc/list.json5", { trustedProxies: ["10.0.0.2"], port: 1 });
  write("inc/cycle.json5", { $include: "./cycle.json5" });
  write("outside.json5", { port: 9 });
  symlinkSync(join(home, "outside.json5"), join(home, "inc/link.json5"));

  it.each<[string, string | object]>([
    ["nothing", ""],
    ["JSON5", "{gateway: {port: 4000,},}"],
    ["no config", "[1]"],
    ["broken", "{gateway: "],
    ["an include in the place of a value", { gateway: { $include: "./port.json5" } }],
    ["an include with keys beside it", { gateway: { $include: "./port.json5", port: 5 } }],
    ["includes below each other", { gateway: { $include: "./more/deep.json5" } }],
    ["several includes", { gateway: { $include: ["./list.json5", "./more/deeper.json5"] } }],
    ["an include of the whole", { $include: "./port.json5", gateway: { port: 3 } }],
    ["an include of itself", { gateway: { $include: "./cycle.json5" } }],
    ["an include that is not there", { gateway: { $include: "./none.json5" } }],
    ["an include outside", { gateway: { $include: "../outside.json5" } }],
    ["an include that leads outside", { gateway: { $include: "./link.json5" } }],
    ["an include that is no path", { gateway: { $include: 3 } }],
    ["variables", { gateway: { auth: { token: "a-${TOKEN}-$${TOKEN}-${NONE}-${EMPTY}-$TOKEN" } } }],
    [
      "variables of its own",
      {
        env: { vars: { OWN: "o", TOKEN: "x" }, OTHER: "p" },
        gateway: { auth: { token: "${OWN}${OTHER}${TOKEN}" } },
      },
    ],
  ])("is read alike: %s", (_, content) => {
    const file = write(`inc/openclaw.json5`, content);
    const { own, host } = both(file, { TOKEN: "t-1", EMPTY: "", HOME: home });
    expect(own).toEqual(host);
  });
});

describe("which Gateway is asked, and by what right", () => {
  let bootstrap: (params: Json) => Promise<{ url: string; auth: Json; deviceAuthScope?: string }>;
  beforeAll(async () => {
    bootstrap = await hostInternal("client-bootstrap", "resolveGatewayClientBootstrap");
  }, 60_000);
  // The host reads the port from the process itself.
  afterEach(() => vi.unstubAllEnvs());
  const token = { mode: "token", token: "t-config" };

  it.each<[string, Json, Record<string, string>]>([
    ["a token", { gateway: { port: 4002, auth: token } }, {}],
    ["a token in both places", { gateway: { auth: token } }, { OPENCLAW_GATEWAY_TOKEN: "t-env" }],
    ["a token of the environment", { gateway: {} }, { OPENCLAW_GATEWAY_TOKEN: "t-env" }],
    ["a token meant for elsewhere", { gateway: { remote: { token: "t-remote" } } }, {}],
    ["a password", { gateway: { auth: { mode: "password", password: "p" } } }, {}],
    [
      "a port of the environment",
      { gateway: { port: 1, auth: token } },
      { OPENCLAW_GATEWAY_PORT: "4003" },
    ],
    ["a profile", { gateway: { auth: token } }, { OPENCLAW_PROFILE: "work" }],
    [
      "a tunnel",
      {
        gateway: {
          mode: "remote",
          remote: { url: "ws://127.0.0.1:4004/gw/", token: "t-remote" },
          auth: token,
        },
      },
      { OPENCLAW_GATEWAY_TOKEN: "t-env" },
    ],
    [
      "a tunnel by the environment's token",
      { gateway: { mode: "remote", remote: { url: "ws://127.0.0.1:4004" }, auth: token } },
      { OPENCLAW_GATEWAY_TOKEN: "t-env" },
    ],
    [
      "an address of the environment",
      { gateway: { auth: token } },
      { OPENCLAW_GATEWAY_URL: "ws://localhost:4005", OPENCLAW_GATEWAY_TOKEN: "t-env" },
    ],
    ["no secret at all", { gateway: { auth: { mode: "none" } } }, {}],
  ])("is chosen alike: %s", async (_, config, env) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const theirs = await bootstrap({ config, env, configPath: "x", overrideAuthErrorHint: "x" });
    const choice = chooseTarget(config, env);
    const { token: shownToken, password } = theirs.auth;
    const shared = {
      ...(shownToken ? { token: shownToken } : {}),
      ...(password ? { password } : {}),
    };
    expect(choice).toEqual({
      kind: "own",
      target: {
        url: theirs.url,
        ...(Object.keys(shared).length > 0 && { shared }),
        ...(theirs.deviceAuthScope !== undefined && { deviceScope: theirs.deviceAuthScope }),
      },
    });
  });

  it.each<[string, Json]>([
    ["TLS of this machine", { gateway: { tls: { enabled: true }, auth: token } }],
    [
      "another machine",
      { gateway: { mode: "remote", remote: { url: "wss://gw.example", token: "x" } } },
    ],
    [
      "a name that only looks local",
      { gateway: { mode: "remote", remote: { url: "ws://127.0.0.1.example", token: "x" } } },
    ],
    ["no address", { gateway: { mode: "remote", remote: {} } }],
    [
      "a reference to a secret",
      {
        gateway: {
          auth: { mode: "token", token: { source: "env", provider: "default", id: "X" } },
        },
      },
    ],
    ["a variable that is not there", { gateway: { auth: { mode: "token", token: "${NONE}" } } }],
  ])("is left to the host: %s", (_, config) => {
    expect(chooseTarget(config, {})).toMatchObject({ kind: "host" });
  });
});

it("signs for a device what the host's Gateway verifies", async () => {
  const payloadOf = await hostInternal<(params: Json) => string>(
    "device-auth",
    "buildDeviceAuthPayloadV3",
  );
  const verify = await hostInternal<(key: unknown, payload: string, signature: unknown) => boolean>(
    "device-identity",
    "verifyDeviceSignature",
  );
  const idOf = await hostInternal<(key: unknown) => string>(
    "device-identity",
    "deriveDeviceIdFromPublicKey",
  );
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const publicKeyPem = String(publicKey.export({ type: "spki", format: "pem" }));
  const privateKeyPem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  const id = idOf(publicKeyPem);
  const scopes = ["operator.read", "operator.write"];
  const said = {
    nonce: "n-1",
    ts: 1_737_264_000_000,
    clientId: "cli",
    mode: "cli",
    platform: "Linux",
    deviceFamily: "Linux",
  };
  const device = signedDevice({ id, publicKeyPem, privateKeyPem, token: "d-1", scopes }, said);
  const payload = payloadOf({
    deviceId: id,
    clientId: "cli",
    clientMode: "cli",
    role: "operator",
    scopes,
    signedAtMs: said.ts,
    token: "d-1",
    nonce: "n-1",
    platform: "Linux",
    deviceFamily: "Linux",
  });
  expect(verify(device["publicKey"], payload, device["signature"])).toBe(true);
  expect(idOf(device["publicKey"])).toBe(device["id"]);
  expect(device).toMatchObject({ signedAt: said.ts, nonce: "n-1" });
});

it("names the machine as the host does: a paired device is let in for that one alone", async () => {
  const host = await hostInternal<(platform: string) => object>(
    "gateway-client-platform",
    "resolveGatewayClientPlatformIdentity",
  );
  for (const platform of ["darwin", "linux", "win32", "freebsd", "aix"] as const)
    expect(machineOf(platform)).toEqual(host(platform));
});
