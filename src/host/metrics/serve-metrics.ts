// Answers a scrape: asks what is asked for the page and the command line, too, and puts it into Prometheus' words.
import type { IncomingMessage, ServerResponse } from "node:http";
import { systemClock } from "../../engine/clock.ts";
import type { EngineHealth } from "../../engine/calls.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import { EngineCallError } from "../../engine/thread/thread-link.ts";
import { listEndpoints, type EndpointRow } from "../../view/endpoint.ts";
import { CONTENT_TYPE, exposition } from "../../view/metrics/exposition.ts";
import { families } from "../../view/metrics/families.ts";
import type { EngineReadings } from "../../view/metrics/readings.ts";
import { processRelay } from "../relay.ts";
import { logOf } from "../rpc/log-reader.ts";
import type { Running } from "../rpc/running.ts";

export interface Scrape {
  request: IncomingMessage;
  response: ServerResponse;
  running: Running | undefined;
  /** Whether the caller, whom the Gateway let in, may read. */
  mayRead: boolean;
}

export async function serveMetrics(scrape: Scrape): Promise<void> {
  const { request, response, running, mayRead } = scrape;
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  if (request.method !== "GET" && request.method !== "HEAD")
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
  else if (!mayRead)
    response.writeHead(403).end("You may not read metrics: operator.read is missing.\n");
  else if (running === undefined)
    response.writeHead(503, { "Retry-After": "1" }).end("The plugin is starting.\n");
  else {
    const text = await metricsOf(running);
    response.writeHead(200, { "Content-Type": CONTENT_TYPE }).end(text);
  }
}

async function metricsOf({ client, settings, version }: Running): Promise<string> {
  const { queuedEvents, queuedBytes, restarts, engine: health } = await client.health();
  const engine = health && (await engineReadings(client, health, settings.endpoints));
  return exposition(
    families({
      version,
      counts: processRelay().counts,
      queued: { events: queuedEvents, bytes: queuedBytes },
      restarts,
      maxBytes: settings.log.maxBytes,
      ...(engine && { engine }),
    }),
  );
}

/** Undefined: it stopped answering, which is told as `engine_up`. */
async function engineReadings(
  client: EngineClient,
  { storage, endpoints: healths }: EngineHealth,
  configured: Running["settings"]["endpoints"],
): Promise<EngineReadings | undefined> {
  try {
    const listed = await listEndpoints(logOf(client), configured, healths, systemClock.now());
    const totals = await client.call("totals", []);
    const space = await client.call("space", []);
    const endpoints = inOrderOf(configured, listed.endpoints);
    return { endpoints, totals, space, ...(storage !== undefined && { storage }) };
  } catch (error) {
    if (error instanceof EngineCallError) return undefined;
    throw error;
  }
}

/** Not by urgency, as a person is shown them: which are told must not change with how they fare. */
function inOrderOf(
  configured: Running["settings"]["endpoints"],
  rows: readonly EndpointRow[],
): EndpointRow[] {
  const places = new Map(configured.map(({ name }, place) => [name, place]));
  const placeOf = ({ endpoint }: EndpointRow): number => places.get(endpoint) ?? configured.length;
  return rows.toSorted((one, other) => placeOf(one) - placeOf(other));
}
