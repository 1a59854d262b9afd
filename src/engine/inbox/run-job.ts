// What a run is started with. Fixed when its request was accepted; nothing that comes later changes it.

/** What a reader without tools is given, and what becomes of its answer. */
export interface ReadJob {
  /** Whose model reads. */
  agentId: string;
  /** What was sent, fenced. */
  message: string;
  /** When only a part of it is in the message: characters. */
  cut?: { read: number; of: number };
  instructions?: string;
  /** Closed JSON Schema of the fields. */
  schema: Readonly<Record<string, unknown>>;
  /** Of the prompt, over the fields. */
  template: string;
  /** Longest try, ms. */
  timeoutMs: number;
}

/** What the run needs, fixed when the request was accepted. */
export interface RunJob {
  agentId: string;
  sessionKey: string;
  prompt: string;
  /** Longest run, ms. */
  timeoutMs: number;
  /** Where the reply goes; absent = to nobody but the callback. `{}` = the session's own channel. */
  deliver?: { channel?: string; to?: string; accountId?: string };
  /** `deliver`: the prompt itself is sent to the channel, no model runs. `read`: `prompt` is empty until it was read. */
  mode: "agent" | "deliver" | "read";
  /** With `mode: "read"`: what the prompt will be made of. */
  read?: ReadJob;
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
  /** Of one item of a request: which request, and which of its items. */
  batch?: { of: string; index: number; count: number };
  /** Of a request of several items: the ids of theirs. Its run is over when theirs are; none is started for it. */
  items?: readonly string[];
  /** With `coalesce`: what the prompt is rendered from once it is known what was gathered. JSON text. */
  content?: unknown;
}
