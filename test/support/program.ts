// Programs of the system that tests run: whether they are there, and one of them until it serves its port.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";

/** In CI all of them have to be there: a test that is left out there shows nothing. */
export function hasPrograms(...names: string[]): boolean {
  if (process.env["CI"] !== undefined) return true;
  return names.every((name) => spawnSync("which", [name]).status === 0);
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export interface Running {
  /** What it wrote so far. */
  output: () => string;
  stop: () => Promise<void>;
}

/** Resolves when it takes connections at `port`. */
export async function startProgram(
  name: string,
  args: readonly string[],
  port: number,
): Promise<Running> {
  const child = spawn(name, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = once(child, "exit");
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  while (!(await answers(port))) {
    if (hasEnded) throw new Error(`${name} ended: ${output}`);
  }
  return {
    output: () => output,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    // The pause of a poll, not of a test.
    socket.on("error", () => setTimeout(() => resolve(false), 50));
  });
}
