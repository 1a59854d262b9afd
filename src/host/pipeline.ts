// What runs while the Gateway does: settings → engine, observations → events → engine, notices → log.
import { join } from "node:path";
import type {
  OpenClawPluginApi,
  OpenClawPluginServiceContext,
  PluginLogger,
} from "openclaw/plugin-sdk/plugin-entry";
import { ownHostsOf } from "../config/gateway/own-hosts.ts";
import { localOriginOf, ownListenersOf } from "../config/gateway/own-listeners.ts";
import { createEngineClient } from "../engine/thread/client.ts";
import { systemClock } from "../engine/clock.ts";
import { createIdSource } from "../engine/ids.ts";
import type { EventRecord } from "../engine/record.ts";
import type { Unexpected } from "../event/known.ts";
import type { Observation } from "../event/observation.ts";
import type { EnvelopeContext } from "../event/envelope.ts";
import { createTranslator } from "../event/translator.ts";
import { unexpectedOf } from "../event/unexpected.ts";
import { currentSettings } from "./current-settings.ts";
import { countingClient } from "./metrics/process-counts.ts";
import { namedLogger } from "./named-logger.ts";
import { createFeedDesk, type FeedDesk } from "./feed/feed-desk.ts";
import type { Receptionist } from "./inbound/door/http-door.ts";
import type { Running } from "./rpc/running.ts";
import { tellChanges } from "./rpc/changed.ts";
import { configFileOf } from "./setup/config-file.ts";
import { tellHealth } from "./service-health.ts";
import { abandon, letGo, listen, processRelay, type Relay } from "./relay.ts";
import { tapStreams } from "./taps.ts";

/** The Gateway ends what takes longer; `session_end` handlers before us share 2 s of it. */
const STOP_BUDGET_MS = 4_000;
/** How often replies are looked at that wait for a sign of delivery. */
const DUE_EVERY_MS = 250;

export interface Pipeline {
  /** What RPC calls are answered from. */
  running: Running;
  /** Absent when there are no inbound routes. */
  receptionist?: Receptionist;
  /** Absent when no endpoint is read, or nobody knows where. */
  feedDesk?: FeedDesk;
  /** `last`: the Gateway ends too, nobody comes after us. */
  end: (last: boolean) => Promise<void>;
}

/** `raw`: the settings as the host hands them over. */
export async function startPipeline(
  api: OpenClawPluginApi,
  context: OpenClawPluginServiceContext,
  raw: unknown,
): Promise<Pipeline> {
  const { gatewayEvents, serviceHealth } = context;
  const logger = namedLogger(context.logger);
  const relay = processRelay();
  const { settings, problems } = currentSettings(
    raw,
    Object.keys(context.config.agents?.entries ?? {}),
    logger,
    ownHostsOf(context.config),
  );
  // The host's modules that routes need take some 40 MB: without a route they are left out.
  const inboundModule = settings.inbound.enabled
    ? await import("./inbound/start-inbound.ts")
    : undefined;
  const hasFeeds = settings.endpoints.some(({ feed }) => feed !== undefined);
  const senderModule = hasFeeds ? await import("./inbound/door/sender.ts") : undefined;
  const engine = createEngineClient({
    path: join(context.stateDir, "event-webhooks", "event-webhooks.sqlite"),
    settings,
    userAgent: `openclaw-event-webhooks/${api.version ?? "0.0.0"}`,
    ownListeners: ownListenersOf(context.config, process.env),
  });
  const client = countingClient(engine, relay.counts);
  client.signals.on("notice", ({ level, message }) => logger[level](message));
  tellHealth(problems, { signals: client.signals, logger, serviceHealth });

  const ids = createIdSource();
  const envelope: EnvelopeContext = {
    instanceId: settings.instanceId,
    maxEventBytes: settings.limits.maxEventBytes,
    newId: (at) => ids.next("evt", at),
  };
  const translator = createTranslator(relay.memory, envelope);
  const capture = (records: readonly EventRecord[]): void => {
    for (const record of records) client.capture(record);
  };
  const listener = (observation: Observation): void => {
    try {
      capture(translator.observe(observation));
    } catch (error) {
      const { source, name } = observation;
      logger.error(`what the host told (${source} ${name}) could not be read: ${String(error)}`);
    }
  };
  tapStreams(api);
  tellLosses(relay, logger);
  listen(relay, listener);
  const told = new Set<string>();
  const timer = setInterval(() => {
    capture(translator.due(Date.now(), false));
    tellUnexpected(unexpectedOf(relay.memory), told, logger);
  }, DUE_EVERY_MS);
  timer.unref();
  const inbound = inboundModule?.startInbound({
    api,
    settings: settings.inbound,
    keepBodies: settings.log.keepRejectedBodies,
    client,
    ids,
    envelope,
    logger,
  });

  const feedDesk =
    senderModule !== undefined && settings.feedPath !== undefined
      ? createFeedDesk({
          client,
          settings,
          partyOf: (head) => senderModule.senderOf(head, api.config.gateway ?? {}),
        })
      : undefined;

  const silence =
    gatewayEvents && tellChanges(client, (...notice) => gatewayEvents.emit(...notice), systemClock);

  const origin = localOriginOf(context.config, process.env);
  const running: Running = {
    client,
    settings,
    envelope,
    origin,
    replayRequest: inbound?.replayRequest,
    version: api.version ?? "0.0.0",
    unexpected: () => unexpectedOf(relay.memory),
    setup: {
      configFile: configFileOf(api),
      removals: relay.removals,
      starts: (relay.starts += 1),
      environment: process.env,
      tell: (line) => logger.info(line),
    },
  };
  relay.running = running;

  return {
    running,
    receptionist: inbound?.receptionist,
    feedDesk,
    async end(last) {
      silence?.();
      if (relay.running === running) relay.running = undefined;
      inbound?.stop();
      feedDesk?.stop();
      clearInterval(timer);
      letGo(relay, listener, Date.now());
      // At a reload they wait on, in the relay's memory, for whoever comes next.
      if (last) capture(translator.ended(Date.now()));
      await client.stop(STOP_BUDGET_MS);
      abandon(relay);
    },
  };
}

/** Each kind once. */
function tellUnexpected(
  seen: readonly Unexpected[],
  told: Set<string>,
  logger: PluginLogger,
): void {
  for (const { kind } of seen) {
    if (told.has(kind)) continue;
    told.add(kind);
    logger.warn(
      `OpenClaw did something that no rule here expects (${kind}), so an event may be missing or less certain; ` +
        "`openclaw webhook support` prints a sample without contents, for a report",
    );
  }
}

function tellLosses(relay: Relay, logger: PluginLogger): void {
  if (relay.dropped > 0)
    logger.warn(`${relay.dropped} facts came while the plugin did not run, and were not sent`);
  relay.counts.missed += relay.dropped;
  relay.dropped = 0;
}
