// Boots the genuine OpenClaw Gateway in a temporary directory, the way a user runs it.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { callGateway } from "./rpc.ts";

const OPENCLAW = fileURLToPath(
  new URL("../../node_modules/openclaw/openclaw.mjs", import.meta.url),
);

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  timeoutMs?: number;
  interrupt?: Promise<void>;
}

/** A directory with a host config in it; the Gateway itself is started and stopped at will. */
export interface Host {
  directory: string;
  stateDir: string;
  configPath: string;
  port: number;
  token: string;
  /** Runs `openclaw <args>` against this host, and sends Ctrl-C when `interrupt` resolves. */
  run: (args: string[], options?: RunOptions) => Promise<CommandResult>;
  /** Runs another script of Node by the same environment. */
  runScript: (script: string, args: string[], options?: RunOptions) => Promise<CommandResult>;
  /** Calls a Gateway RPC method and returns its JSON answer. */
  call: (method: string, params: object) => Promise<unknown>;
  /** `options.port`: where it will listen by `env` or `args`, whatever the config says. */
  start: (
    env?: Record<string, string>,
    options?: { port?: number; args?: string[] },
  ) => Promise<Gateway>;
  writeConfig: (config: object) => Promise<void>;
  dispose: () => Promise<void>;
}

export interface Gateway {
  pid: number;
  /** Everything the Gateway printed so far. */
  log: () => string;
  /** Resolves when the log holds `text`; rejects after `timeoutMs`. */
  logged: (text: string | RegExp, timeoutMs?: number) => Promise<void>;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

export interface HostOptions {
  modelBaseUrl: string;
  telegramApiRoot?: string;
  agents?: Record<string, object>;
  /** Where it lives, with what is installed there already; else a temporary directory that is removed. */
  directory?: string;
}

export async function createHost(options: HostOptions): Promise<Host> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "event-webhooks-")));
  const stateDir = join(directory, "state");
  const configPath = join(directory, "openclaw.json5");
  await mkdir(stateDir, { recursive: true });
  await mkdir(join(directory, "workspace"), { recursive: true });
  await mkdir(join(directory, "tmp"), { recursive: true });
  await shareCompiledCode(join(directory, "tmp"));
  const port = await freePort();
  const token = "test-gateway-token-0123456789";
  const environment = {
    ...withoutTestRunner(process.env),
    HOME: directory,
    // The host logs into the system's temporary directory.
    TMPDIR: join(directory, "tmp"),
    OPENCLAW_STATE_DIR: stateDir,
    OPENCLAW_CONFIG_PATH: configPath,
    OPENCLAW_GATEWAY_TOKEN: token,
    NO_COLOR: "1",
  };
  const gateways = new Set<Gateway>();
  let listening = port;

  const host: Host = {
    directory,
    stateDir,
    configPath,
    port,
    token,
    async writeConfig(config) {
      const kept = await hostMeta(configPath);
      await writeFile(configPath, JSON.stringify({ ...config, ...kept }, null, 2));
    },
    run: (args, given) => host.runScript(OPENCLAW, args, given),
    runScript: (script, args, { env = {}, timeoutMs = 180_000, interrupt } = {}) =>
      runCommand([script, ...args], { ...environment, ...env }, directory, timeoutMs, interrupt),
    call: (method, params) => callGateway({ port: listening, token }, method, params),
    async start(env = {}, { port: expected = port, args = [] } = {}) {
      listening = expected;
      const gateway = await startGateway({ ...environment, ...env }, directory, expected, args);
      gateways.add(gateway);
      return gateway;
    },
    async dispose() {
      for (const gateway of gateways) await gateway.stop("SIGKILL");
      if (options.directory === undefined)
        await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await host.writeConfig(hostConfig(options, directory, port, token));
  return host;
}

/** The host keeps its compiled code in the temporary directory: each one of a test would compile anew. */
async function shareCompiledCode(temporary: string): Promise<void> {
  const shared = join(tmpdir(), "node-compile-cache");
  await mkdir(shared, { recursive: true });
  await rm(join(temporary, "node-compile-cache"), { recursive: true, force: true });
  await symlink(shared, join(temporary, "node-compile-cache"));
}

/** The host behaves differently under a test runner; here it must not know of one. */
function withoutTestRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const mark = /^(VITEST|TEST|NODE_ENV|NODE_V8_COVERAGE)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !mark.test(name)));
}

/** What the host wrote about its own config; a config that lost it is taken for damaged and set back. */
async function hostMeta(configPath: string): Promise<object> {
  try {
    const { meta } = JSON.parse(await readFile(configPath, "utf8")) as { meta?: object };
    return meta === undefined ? {} : { meta };
  } catch {
    return {};
  }
}

/** The smallest host config with a model, and Telegram when its API root is given. */
export function hostConfig(
  options: HostOptions,
  directory: string,
  port: number,
  token: string,
): Record<string, unknown> {
  const model = {
    id: "mock-1",
    name: "Mock",
    reasoning: false,
    input: ["text"],
    cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    contextWindow: 196608,
    maxTokens: 8192,
  };
  return {
    gateway: { mode: "local", port, bind: "loopback", auth: { mode: "token", token } },
    agents: {
      ownership: "explicit",
      defaults: { workspace: join(directory, "workspace"), model: { primary: "mock/mock-1" } },
      entries: options.agents ?? { main: {} },
    },
    models: {
      mode: "merge",
      providers: {
        mock: {
          baseUrl: options.modelBaseUrl,
          apiKey: "x",
          api: "openai-completions",
          models: [model],
        },
      },
    },
    ...(options.telegramApiRoot === undefined
      ? {}
      : {
          channels: {
            telegram: {
              enabled: true,
              botToken: "123:abc",
              apiRoot: options.telegramApiRoot,
              dmPolicy: "open",
              allowFrom: ["*"],
            },
          },
          bindings: [{ agentId: "main", match: { channel: "telegram" } }],
        }),
    plugins: { allow: ["telegram"] },
  };
}

async function startGateway(
  env: NodeJS.ProcessEnv,
  cwd: string,
  port: number,
  args: readonly string[],
): Promise<Gateway> {
  const child = spawn(process.execPath, [OPENCLAW, "gateway", "run", ...args], {
    env,
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const listeners = new Set<() => void>();
  const append = (chunk: Buffer): void => {
    log += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", append);
  child.stderr.on("data", append);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));

  const gateway: Gateway = {
    pid: child.pid ?? -1,
    log: () => log,
    logged: (text, timeoutMs = 90_000) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (typeof text === "string" ? !log.includes(text) : !text.test(log)) return;
          finish();
          resolve();
        };
        const timer = setTimeout(() => {
          finish();
          reject(new Error(`the Gateway never logged ${String(text)}:\n${log.slice(-4000)}`));
        }, timeoutMs);
        const finish = (): void => {
          clearTimeout(timer);
          listeners.delete(check);
        };
        listeners.add(check);
        check();
      }),
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
  try {
    await untilHealthy(child, port, () => log);
  } catch (error) {
    await gateway.stop("SIGKILL");
    throw error;
  }
  return gateway;
}

async function untilHealthy(child: ChildProcess, port: number, log: () => string): Promise<void> {
  const deadline = Date.now() + 480_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the Gateway ended with ${child.exitCode}:\n${log().slice(-4000)}`);
    try {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      if (response.ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the Gateway did not become ready:\n${log().slice(-4000)}`);
}

function runCommand(
  args: string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  timeoutMs: number,
  interrupt?: Promise<void>,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      env,
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
    });
    void interrupt?.then(() => child.kill("SIGINT"));
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
