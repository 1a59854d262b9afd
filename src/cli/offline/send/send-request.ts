// `openclaw webhook requests send`: a request as the route's sender would make it, to this machine's Gateway. Reads
// the settings itself, so that no secret comes over the wire.
import { readFile } from "node:fs/promises";
import { localOriginOf } from "../../../config/gateway/own-listeners.ts";
import type { Route } from "../../../config/route/route-settings.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { suggestion } from "../../../language/nearest.ts";
import { Failure } from "../../failure.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { readGatewaySettings } from "../settings/gateway-settings.ts";
import type { Environment } from "../settings/stand-ins.ts";
import { EVENT_HEADERS } from "./by-preset.ts";
import { proven } from "./proven.ts";

export interface SendOptions {
  /** File with the body; `-` is standard input. */
  body?: string;
  event?: string;
  /** `Name: value`, each. */
  header?: string[];
  secretEnv?: string;
  json?: boolean;
}

const SAMPLE = JSON.stringify({ sample: true, title: "A sample of openclaw webhook" });
const TIMEOUT_MS = 150_000;

/** Throws `Failure`. */
export async function sendRequest(
  terminal: Terminal,
  name: string,
  options: SendOptions,
  environment: Environment,
): Promise<void> {
  const now = terminal.now();
  const { file, examination, hostConfig, problem } = await readGatewaySettings(environment, now);
  if (problem !== undefined) throw new Failure("failed", problem);
  const inbound = examination?.assumed?.inbound ?? { routes: [], basePath: "" };
  const route = inbound.routes.find((each) => each.name === name);
  if (route === undefined) {
    const names = inbound.routes.map((each) => each.name);
    const near = names.length === 0 ? "" : suggestion(name, names);
    throw new Failure("failed", `${file} has no route "${name}"${near}`);
  }
  const path = `${inbound.basePath}/${encodeURIComponent(name)}`;
  const secret = readSecret(options.secretEnv, environment);
  const request = proven(await requestOf(route, path, options, now), route.auth, { secret, now });
  await post(
    terminal,
    localOriginOf(hostConfig, process.env) + request.url,
    request,
    options.json === true,
  );
}

function readSecret(name: string | undefined, environment: Environment): string | undefined {
  if (name === undefined) return undefined;
  const value = environment[name] ?? "";
  if (value === "") throw new Failure("failed", `the variable ${name} is not set`);
  return value;
}

async function requestOf(
  route: Route,
  path: string,
  { body, event, header = [] }: SendOptions,
  now: number,
): Promise<InboundRequest> {
  const given = header.map(readHeader);
  const rawBody = body === undefined ? Buffer.from(SAMPLE) : await readBody(body);
  return {
    method: "POST",
    url: path,
    headers: {
      "content-type": "application/json",
      ...(event !== undefined && { [eventHeader(route)]: event }),
      ...Object.fromEntries(given),
    },
    query: {},
    rawBody,
    peer: "127.0.0.1",
    receivedAt: now,
  };
}

function eventHeader({ auth }: Route): string {
  const preset = auth.kind === "preset" ? auth.preset : "";
  const name = EVENT_HEADERS[preset];
  if (name !== undefined) return name;
  const known = Object.keys(EVENT_HEADERS).join(", ");
  throw new Failure(
    "misuse",
    `--event: this route's sender tells its event in the body, or as --header says; a header of their own have ${known}`,
  );
}

function readHeader(text: string): [string, string] {
  const [, name = "", value = ""] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/.exec(text) ?? [];
  if (name === "") throw new Failure("misuse", '--header: write it as "Name: value"');
  return [name.toLowerCase(), value];
}

async function readBody(file: string): Promise<Buffer> {
  try {
    return await readFile(file === "-" ? "/dev/stdin" : file);
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw new Failure("failed", `${file} cannot be read: ${code}`);
  }
}

async function post(
  terminal: Terminal,
  url: string,
  { headers, rawBody }: InboundRequest,
  json: boolean,
): Promise<void> {
  let response: Response;
  try {
    const body = new Uint8Array(rawBody);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    throw new Failure("failed", `nobody answers at ${url}: ${cause?.code ?? message}`);
  }
  const text = await response.text();
  const { status } = response;
  if (json) terminal.print(JSON.stringify({ url, status, body: text }));
  else terminal.print(`${status} from ${url}${text === "" ? "" : `\n${text}`}`);
  if (!response.ok)
    throw new Failure("failed", `The route refused it. Why: openclaw webhook requests`);
}
