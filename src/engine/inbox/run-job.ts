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
  /**
   * Where the sender takes the reply later: the endpoint that sends it, and the address, which is sealed as soon as it
   * is stored.
   */
  replyTo?: { endpoint: string; address: string };
  /** Hops of outbound → inbound so far. */
  hops: number;
  /** Which tools its run may use, as its route said then; absent = all that the agent has. */
  tools?: { allow?: readonly string[]; deny?: readonly string[] };
  /** With `coalesce`: what the prompt is rendered from once it is known what was gathered. JSON text. */
  content?: unknown;
}
