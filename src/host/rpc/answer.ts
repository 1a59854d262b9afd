// Answers the RPC methods: parameters checked, the engine asked, the answer bounded and free of secrets.
// Decides nothing about deliveries.
import { problemText } from "../../config/problem/problem.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import { EngineCallError } from "../../engine/thread/thread-link.ts";
import { listEndpoints, type EndpointList } from "../../view/endpoint.ts";
import { explain } from "../../view/explanation.ts";
import { ofOneGateway } from "../../view/one-gateway.ts";
import { listRoutes } from "../../view/route.ts";
import * as questions from "../../view/questions.ts";
import { storeView } from "../../view/store.ts";
import { readStats, type Stats, type StatsParams } from "../../view/stats.ts";
import { brought, type BroughtParams } from "./brought.ts";
import { inBulk, type BulkFilter, type BulkResult } from "./bulk.ts";
import { logOf } from "./log-reader.ts";
import { preview, type PreviewParams } from "./preview.ts";
import { replay, type ReplayParams } from "./replay.ts";
import type { Running } from "./running.ts";
import { SETUP_ANSWERERS } from "./setup.ts";
import { sendTest, type TestParams } from "./send-test.ts";
import { paramsProblem } from "./validate.ts";

/** Source of the codes: the host's gateway-error-details. */
export interface ReplyError {
  code: "INVALID_REQUEST" | "UNAVAILABLE";
  message: string;
  retryable?: boolean;
}

export type Reply = { ok: true; payload: unknown } | { ok: false; error: ReplyError };

interface Call extends Running {
  log: questions.LogReader;
  now: () => number;
}

/** Undefined: what was named is not there. */
type Answerer = (call: Call, params: never) => Promise<unknown>;

const ANSWERERS: Readonly<Record<string, Answerer>> = {
  list: ({ log }, params: questions.ListParams) => questions.listDeliveries(log, params),
  show: ({ log }, params: questions.ShowParams) => questions.showDelivery(log, params),
  explain: ({ client, log }, params: questions.ShowParams) =>
    explain((id) => client.call("explain", [id]), log, params),
  endpoints: (call) => endpointsOf(call),
  "requests.list": ({ log }, params: questions.RequestListParams) =>
    questions.listRequests(log, params),
  "requests.show": ({ log }, params: questions.ShowParams) => questions.showRequest(log, params),
  routes: ({ log, settings, origin }) => listRoutes(log, settings.inbound, origin),
  preview: (call, params: PreviewParams) => preview(call, params),
  stats: (call, params: StatsParams) => statsOf(call, params),
  store: async ({ client }) => storeView(await client.call("standing", [])),
  support: async ({ version, unexpected }) => ({
    plugin: version,
    node: process.version,
    unexpected: unexpected(),
  }),
  health: (call) => readHealth(call),
  retry: ({ client }, params: RetryParams) => retry(client, params),
  replay: ({ client }, params: ReplayParams) => replay(client, params),
  "requests.replay": async ({ replayRequest }, { id, dryRun = false }: RequestReplayParams) =>
    replayRequest
      ? replayRequest(id, dryRun)
      : { replayed: false, replayOf: id, reason: "there are no inbound routes" },
  test: (call, params: TestParams) => sendTest(call, params),
  pause: async ({ client }, { endpoint, reason = "paused by an operator" }: PauseParams) =>
    (await client.call("pause", [endpoint, reason]))
      ? { endpoint, state: "paused", reason }
      : undefined,
  resume: async (call, { endpoint }: PauseParams) =>
    (await call.client.call("resume", [endpoint])) ? stateOf(call, endpoint) : undefined,
  purge: ({ client }, params: PurgeParams) => purge(client, params),
  brought: (call, params: BroughtParams) => brought(call, params),
  ...SETUP_ANSWERERS,
};

async function statsOf({ log, now, unexpected }: Call, params: StatsParams): Promise<Stats> {
  const counted = await readStats(log, params, now());
  const seen = unexpected().reduce((sum, { count }) => sum + count, 0);
  return seen === 0 ? counted : { ...counted, unexpected: seen };
}

interface RetryParams {
  ids?: string[];
  filter?: BulkFilter;
  dryRun?: boolean;
}

interface PurgeParams {
  filter: BulkFilter;
  /** Instead of what has ended: what is still to be sent. */
  pending?: boolean;
  dryRun?: boolean;
}

interface RequestReplayParams {
  id: string;
  dryRun?: boolean;
}

interface PauseParams {
  endpoint: string;
  reason?: string;
}

/** `method` without its prefix. `running`: undefined while the plugin starts or ends. */
export async function answer(
  method: string,
  params: unknown,
  running: Running | undefined,
  now = Date.now,
): Promise<Reply> {
  const problem = paramsProblem(method, params ?? {});
  if (problem !== undefined) return refuse("INVALID_REQUEST", problem);
  if (running === undefined) return refuse("UNAVAILABLE", "the plugin is starting", true);
  try {
    const { client, settings } = running;
    const whole = logOf(client);
    const log = settings.store ? whole : ofOneGateway(whole, settings.instanceId);
    const meant = await questions.withWholeIds(log, params ?? {});
    if (!meant.ok) return refuse("INVALID_REQUEST", meant.problem);
    const payload = await ANSWERERS[method]?.({ ...running, log, now }, meant.params as never);
    if (payload !== undefined) return { ok: true, payload };
    return refuse("INVALID_REQUEST", notFound(meant.params));
  } catch (error) {
    if (error instanceof EngineCallError) return refuse("UNAVAILABLE", error.message, true);
    throw error;
  }
}

function refuse(code: ReplyError["code"], message: string, retryable?: true): Reply {
  return { ok: false, error: { code, message, ...(retryable && { retryable }) } };
}

function notFound(params: unknown): string {
  const { id, to, endpoint = to } = params as { id?: string; endpoint?: string; to?: string };
  if (endpoint !== undefined) return `there is no endpoint "${endpoint}" that could send`;
  return `the log holds no ${id ?? "such thing"}: nobody heard it, or it is older than the log`;
}

async function endpointsOf({ client, log, settings, now }: Call): Promise<EndpointList> {
  const { endpoints } = await client.call("health", []);
  return listEndpoints(log, settings.endpoints, endpoints, now());
}

async function stateOf(call: Call, name: string): Promise<object> {
  const { endpoints } = await endpointsOf(call);
  const { endpoint, state, reason } = endpoints.find((row) => row.endpoint === name) ?? {};
  return { endpoint, state, ...(reason !== undefined && { reason }) };
}

async function readHealth({ client, settings }: Call): Promise<object> {
  return { ...(await client.health()), problems: settings.problems.map(problemText) };
}

function retry(
  client: EngineClient,
  { ids, filter = {}, dryRun = false }: RetryParams,
): Promise<BulkResult> {
  const change = (deliveryIds: string[]): Promise<number> => client.call("retry", [deliveryIds]);
  if (ids !== undefined) return changeNamed(ids, dryRun, change);
  const status = filter.status ?? (["failed", "dead"] as const);
  return inBulk(client, { filter: { ...filter, status }, dryRun, change });
}

async function changeNamed(
  ids: string[],
  dryRun: boolean,
  change: (ids: string[]) => Promise<number>,
): Promise<BulkResult> {
  return { matched: ids.length, changed: dryRun ? 0 : await change(ids), more: false };
}

function purge(
  client: EngineClient,
  { filter, pending = false, dryRun = false }: PurgeParams,
): Promise<BulkResult> {
  // What is still to be sent is no history: it ends by being sent, or because somebody asked for just that.
  const status = pending ? (["pending", "failed"] as const) : (["delivered", "dead"] as const);
  const method = pending ? "discard" : "remove";
  const change = (deliveryIds: string[]): Promise<number> => client.call(method, [deliveryIds]);
  return inBulk(client, { filter: { ...filter, status }, dryRun, change });
}
