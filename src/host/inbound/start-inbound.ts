// Inbound as a whole, while the plugin runs: routes compiled, reception and runner joined.
import type { OpenClawPluginApi, PluginLogger } from "openclaw/plugin-sdk/plugin-entry";
import type { InboundSettings } from "../../config/settings.ts";
import { systemClock } from "../../engine/clock.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { IdSource } from "../../engine/ids.ts";
import type { RunClaim } from "../../engine/inbox/inbox.ts";
import { toRecord, type EnvelopeContext } from "../../event/envelope.ts";
import type { Draft } from "../../event/draft.ts";
import { noteConversation, noteRun } from "../../event/memory.ts";
import { withHops } from "../../event/translator.ts";
import { inboundEnded, wordsSent } from "../../event/map/inbound.ts";
import { choose } from "../../inbound/decision/words/coalesce.ts";
import { compileRoute, type CompiledRoute } from "../../inbound/decision/compile-route.ts";
import { createDecider } from "../../inbound/thread/decider.ts";
import { createDivision, type Division } from "../../inbound/thread/division.ts";
import { foldName } from "../../language/fold.ts";
import { traceparentOf } from "../../tracing/traceparent.ts";
import { countingIntake, countRun } from "../metrics/process-counts.ts";
import { processRelay } from "../relay.ts";
import { createAgent } from "./run/agent.ts";
import type { Receptionist } from "./door/http-door.ts";
import { createIntake } from "./door/intake.ts";
import { createPatience } from "./door/patience.ts";
import { createReader, hostCompletion } from "./run/reader.ts";
import { createReceptionist, wrapUntrusted } from "./door/reception.ts";
import { createReplayRequest, type ReplayRequest } from "./replay.ts";
import { createRunner, type EndedRequest } from "./run/runner.ts";
import { senderFacts } from "./door/sender-facts.ts";
import { senderOf } from "./door/sender.ts";
import { noteLimits } from "./run/tool-rules.ts";
import { createTurn, type TurnPorts } from "./run/turn.ts";
import { callersTrace, tracedIntake } from "./door/traced-intake.ts";
import { createUnprovenBodies } from "./door/unproven.ts";

export interface InboundPorts {
  api: OpenClawPluginApi;
  settings: InboundSettings;
  /** `log.keepRejectedBodies` */
  keepBodies: boolean;
  client: EngineClient;
  ids: IdSource;
  envelope: EnvelopeContext;
  logger: PluginLogger;
}

export interface RunningInbound {
  receptionist: Receptionist;
  replayRequest: ReplayRequest;
  stop: () => void;
}

const DURABLE_WITHIN_MS = 60_000;

export function startInbound(ports: InboundPorts): RunningInbound {
  const { api, settings, keepBodies, client, ids, logger } = ports;
  const { routes, held } = compiledRoutes(settings);
  const decider = createDecider(
    { routes: [...routes.values()].map(({ route }) => route) },
    systemClock,
  );
  const division = createDivision({ decider, wrap: wrapUntrusted, clock: systemClock });
  const relay = processRelay();
  const complete = hostCompletion(api);
  const read = createReader({ complete, client, wrap: wrapUntrusted, now: Date.now });
  const turn = createTurn({
    client,
    agent: createAgent(api),
    wordsOf: (claim, signal) => {
      const { job } = claim.request;
      if (job?.read !== undefined) return read(claim.request, job, signal);
      return wordsOf(claim, routes, division);
    },
    begun: relay.begunRuns,
    hold: (runId, { sessionKey, tools = {} }) =>
      noteLimits(relay, { runId, sessionKey, limits: tools }),
    sendsReplyOf: (runId) => void noteRun(relay.memory, runId, Date.now(), { deliveredByUs: true }),
    sent: (message) => capture(ports, wordsSent(relay.memory, Date.now(), message)),
  });
  const runner = createRunner({
    client,
    concurrency: settings.concurrency,
    turn(claim, signal) {
      noteHops(claim);
      return turn(claim, signal);
    },
    async tell(request) {
      await tell(ports, request);
      countRun(relay.counts, request);
    },
    log: (message) => logger.warn(message),
  });
  const { basePath, maxWaiting } = settings;
  const { wake: accepted, ended } = runner;
  runner.start();
  return {
    receptionist: createReceptionist({
      client,
      ids,
      routes,
      held,
      accept: tracedIntake(
        countingIntake(createIntake(client, maxWaiting), relay.counts),
        basePath,
        api.version ?? "0.0.0",
      ),
      senderOf: (head) => senderOf(head, api.config.gateway ?? {}),
      unproven: createUnprovenBodies(),
      keepBodies,
      labour: division,
      facts: senderFacts(client, (message) => logger.warn(message)),
      basePath,
      accepted,
      ended,
      find: (id) => client.call("findRequest", [id]),
      say: division.answer,
      warn: (message) => logger.warn(message),
      patience: createPatience(),
    }),
    replayRequest: createReplayRequest({
      client,
      ids,
      routes,
      held,
      maxWaiting,
      division,
      accepted,
    }),
    stop() {
      runner.stop();
      void decider.end();
    },
  };
}

/** Why a route is held was told when the config was read. */
function compiledRoutes({ routes: configured }: InboundSettings): {
  routes: ReadonlyMap<string, CompiledRoute>;
  held: ReadonlySet<string>;
} {
  const routes = new Map<string, CompiledRoute>();
  const held = new Set<string>();
  for (const route of configured) {
    const result = route.held === undefined ? compileRoute(route) : undefined;
    const identity = foldName(route.name);
    if (result?.ok === true) routes.set(identity, result.compiled);
    else held.add(identity);
  }
  return { routes, held };
}

/** From now on what happens in this session, and what is told of the request, says that a request started it. */
function noteHops({ request: { job } }: RunClaim): void {
  if (job === undefined) return;
  const { memory } = processRelay();
  noteConversation(memory, job.sessionKey, Date.now(), { hops: job.hops + 1 });
}

/** What was fixed at acceptance; for gathered requests it is rendered now that all are known. */
async function wordsOf(
  { request, merged }: RunClaim,
  routes: ReadonlyMap<string, CompiledRoute>,
  division: Division,
): ReturnType<TurnPorts["wordsOf"]> {
  const fixed = { ok: true, text: request.job?.prompt ?? "" } as const;
  const compiled = routes.get(foldName(request.route));
  const { coalesce } = compiled?.route ?? {};
  if (merged.length === 0 || coalesce === undefined || compiled?.words.mode !== "agent")
    return fixed;
  const contents = [...merged, request].flatMap(({ job }) =>
    job?.content === undefined ? [] : [job.content],
  );
  const { requests, superseded } = choose(contents, coalesce.keep);
  const rendered = await division.gather(compiled, requests, superseded);
  return rendered.ok ? { ok: true, text: rendered.prompt } : rendered;
}

function capture({ client, envelope }: InboundPorts, draft: Draft): void {
  client.capture(toRecord(withHops(draft, processRelay().memory), envelope));
}

/** The event's id is the request's, so that telling it twice is telling it once. */
async function tell({ client, envelope }: InboundPorts, request: EndedRequest): Promise<void> {
  const { memory } = processRelay();
  const ended = inboundEnded(request, memory, Date.now());
  // Whoever asked finds the answer in the trace in which it asked.
  const callers = callersTrace(request);
  const draft = callers ? { ...ended, traceparent: traceparentOf(callers) } : ended;
  const newId = (): string => request.id.replace(/^req_/, "evt_");
  const record = toRecord(withHops(draft, memory), { ...envelope, newId });
  const { callbackEndpoint: addressee, replyTo } = request.job ?? {};
  client.capture({ ...record, addressee, replyEndpoint: replyTo?.endpoint });
  if (!(await client.flush(DURABLE_WITHIN_MS))) throw new Error("the engine stores nothing");
}
