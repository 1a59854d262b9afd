// Where the host tells us things. A tap only passes on; it never throws, waits or returns anything
// to the host, so that no gate of the host can notice it.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { CATALOG, rowFor } from "../event/catalog.ts";
import { asFields, text, fields, type Source } from "../event/observation.ts";
import { processRelay, relay, type Relay } from "./relay.ts";

/**
 * Listens to the hooks of the catalog. Every loaded copy must: the Gateway fires hooks in its own
 * copy, an agent run in the copy that was loaded for it, and each hook fires in one of them alone.
 */
export function tapHooks(api: OpenClawPluginApi): void {
  const target = processRelay();
  for (const row of CATALOG) {
    if (row.source !== "hook") continue;
    const { name } = row;
    api.on(name, (event: unknown, context: unknown) => {
      pass(target, "hook", name, event, context);
    });
  }
}

/**
 * Subscribes to the agent event stream and to transcript updates: once a process, not once a copy.
 * The subscriptions of a copy that is being replaced stay until the new ones are there.
 */
export function tapStreams(api: OpenClawPluginApi): void {
  const target = processRelay();
  const before = target.unsubscribe;
  const events = api.runtime.events;
  const ends = [
    events.onAgentEvent((event) => {
      pass(target, "agent", event.stream, event, undefined);
    }),
    events.onSessionTranscriptUpdate((update) => {
      const role = text(fields(asFields(update), "message")["role"]);
      if (role !== undefined) pass(target, "transcript", role, update, undefined);
    }),
  ];
  target.unsubscribe = () => {
    for (const end of ends) end();
  };
  before?.();
}

function pass(to: Relay, source: Source, name: string, event: unknown, context: unknown): void {
  if (rowFor(source, name) === undefined) return;
  try {
    const observation = {
      source,
      name,
      at: Date.now(),
      event: asFields(event),
      context: asFields(context),
    };
    relay(to, observation);
  } catch {
    // A tool call, a reply or a session must go on whatever we make of it. The listener catches
    // and tells what it cannot read; this is for what nobody foresaw.
    to.dropped += 1;
  }
}
