// Builds inbound requests for tests, and reads the recorded ones of every preset.
import { globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { RouteAuth } from "../../src/config/route/route-settings.ts";
import type { InboundRequest, Verdict } from "../../src/inbound/proof/verify.ts";

export interface RecordedRequest {
  preset: string;
  name: string;
  source: string;
  oracle: string;
  secret: string;
  authUrl?: string;
  /** Ms since the epoch: when it was signed. */
  at: number;
  timestamped: boolean;
  signed: boolean;
  request: { method: string; url: string; headers: Record<string, string>; body: string };
  expected: { deliveryId?: string };
}

const folder = fileURLToPath(new URL("../../fixtures/requests", import.meta.url));

export const recordedRequests: readonly RecordedRequest[] = globSync(`${folder}/*/*.json`)
  // Bodies of any sender, which say nothing of who sent them.
  .filter((file) => basename(dirname(file)) !== "bodies")
  .sort()
  .map((file) => ({
    preset: basename(dirname(file)),
    name: basename(file, ".json"),
    ...(JSON.parse(readFileSync(file, "utf8")) as Omit<RecordedRequest, "preset" | "name">),
  }));

export function recorded(preset: string, name: string): RecordedRequest {
  const found = recordedRequests.find((one) => one.preset === preset && one.name === name);
  if (found === undefined) throw new Error(`no recorded request ${preset}/${name}`);
  return found;
}

export function requestOf({ request, at }: RecordedRequest): InboundRequest {
  const { body, ...rest } = request;
  return requestWith({ ...rest, rawBody: Buffer.from(body), receivedAt: at });
}

export function presetAuth(
  { preset, secret, authUrl }: Pick<RecordedRequest, "preset" | "secret" | "authUrl">,
  changes: Partial<Extract<RouteAuth, { kind: "preset" }>> = {},
): RouteAuth {
  return {
    kind: "preset",
    preset,
    secrets: [{ value: secret }],
    toleranceMs: 300_000,
    ...(authUrl !== undefined && { url: authUrl }),
    ...changes,
  };
}

/** A POST without headers and body from this machine; `query` follows from the URL. */
export function requestWith(changes: Partial<InboundRequest>): InboundRequest {
  const url = changes.url ?? "/webhooks/inbound/deploy";
  return {
    method: "POST",
    url,
    headers: {},
    query: Object.fromEntries(new URL(url, "http://localhost").searchParams),
    rawBody: new Uint8Array(),
    peer: "127.0.0.1",
    receivedAt: 0,
    ...changes,
  };
}

export function reasonOf(verdict: Verdict): string {
  if (verdict.ok) throw new Error("the request was accepted");
  return verdict.reason;
}
