// What a run is started with. Fixed when its request was accepted; nothing that comes later changes it.

/** What the run needs, fixed when the request was accepted. */
export interface RunJob {
  agentId: string;
  sessionKey: string;
  prompt: string;
  /** Longest run, ms. */
  timeoutMs: number;
  /** Where the reply goes; absent = to nobody but the callback. `{}` = the session's own channel. */
  deliver?: { channel?: string; to?: string; accountId?: string };
  /** `deliver`: the prompt itself is sent to the channel, no model runs. */
  mode: "agent" | "deliver";
  /** Name of the endpoint that gets the answer, whatever it listens to. */
  callbackEndpoint?: string;
  /** Hops of outbound → inbound so far. */
  hops: number;
  /** Which tools its run may use, as its route said then; absent = all that the agent has. */
  tools?: { allow?: readonly string[]; deny?: readonly string[] };
  /** Of one item of a request: which request, and which of its items. */
  batch?: { of: string; index: number; count: number };
  /** Of a request of several items: the ids of theirs. Its run is over when theirs are; none is started for it. */
  items?: readonly string[];
  /** With `coalesce`: what the prompt is rendered from once it is known what was gathered. JSON text. */
  content?: unknown;
}
