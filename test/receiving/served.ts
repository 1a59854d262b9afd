// A sample as its user runs it: a process of its own that listens on a port.
import { onTestFinished } from "vitest";
import { freePort, startProgram } from "../support/program.ts";
import { SECRET } from "./gateway.ts";
import type { Runtime } from "./runtimes.ts";

export interface Served {
  url: string;
  output: () => string;
}

/** Resolves when it listens; ends with the test. `env` in addition to `PORT` and `WEBHOOK_SECRET`. */
export async function serve(
  { command }: Runtime,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const port = await freePort();
  const variables = { ...env, PORT: String(port), WEBHOOK_SECRET: SECRET };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const running = await startProgram("env", [...assignments, ...command, file], port);
  onTestFinished(running.stop);
  return { url: `http://127.0.0.1:${port}/webhooks`, output: running.output };
}
