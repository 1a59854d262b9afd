// For your own tests: requests as the Gateway sends them.
import type { EventType } from "./generated/events.ts";
import { SAMPLES } from "./generated/samples.ts";
import { keysOf, secretsOf, type Key } from "./keys.ts";
import type { EventOf, UnknownEvent } from "./parse.ts";
import { bytesOf, type RawBody } from "./raw-body.ts";

export interface SignOptions {
  /** One, or several as during a rotation, newest first. `whpk_` cannot sign. */
  secret: string | readonly string[];
  /** When it is sent; default now. */
  at?: Date;
  /** 1 for the first attempt. */
  attempt?: number;
  replay?: boolean;
}

/** A sample of this type as the Gateway sends it, in part replaced by yours. */
export function sampleEvent<T extends EventType>(
  type: T,
  changes: { id?: string; data?: Partial<EventOf<T>["data"]> } = {},
): EventOf<T> {
  const sample = structuredClone(SAMPLES[type]) as unknown as EventOf<T>;
  const id = changes.id ?? `evt_test${crypto.randomUUID().replaceAll("-", "")}`;
  return { ...sample, id, data: { ...sample.data, ...changes.data } };
}

/** A POST of this event, signed. */
export async function signedRequest(
  url: string,
  event: { id: string; type: string } | UnknownEvent,
  options: SignOptions,
): Promise<Request> {
  const body = JSON.stringify(event);
  const headers = await signedHeaders(body, { ...options, id: event.id, type: event.type });
  return new Request(url, { method: "POST", headers, body });
}

/** The headers with which the Gateway would send this body. */
export async function signedHeaders(
  body: RawBody,
  {
    secret,
    at = new Date(),
    attempt = 1,
    replay,
    id,
    type,
  }: SignOptions & { id: string; type: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const own: string[] = [];
  const standard: string[] = [];
  for (const each of secretsOf(secret)) {
    for (const { scheme, key } of await keysOf(each)) {
      if (scheme === "x-openclaw") own.push(`sha256=${hex(await mac(key, timestamp, body))}`);
      if (scheme === "v1") {
        const bytes = await mac(key, `${id}.${timestamp}`, body);
        standard.push(`v1,${btoa(String.fromCharCode(...bytes))}`);
      }
    }
  }
  return {
    "content-type": "application/json",
    "user-agent": "openclaw-event-webhooks/test",
    "x-openclaw-timestamp": timestamp,
    "x-openclaw-event": type,
    "x-openclaw-delivery": "dlv_test",
    "x-openclaw-attempt": String(attempt),
    ...(replay === true && { "x-openclaw-replay": "true" }),
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    ...(own.length > 0 && { "x-openclaw-signature": own.join(",") }),
    ...(standard.length > 0 && { "webhook-signature": standard.join(" ") }),
  };
}

async function mac(key: Key, prefix: string, body: RawBody): Promise<Uint8Array> {
  const head = bytesOf(`${prefix}.`);
  const content = new Blob([head, bytesOf(body)]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, await content.arrayBuffer()));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
