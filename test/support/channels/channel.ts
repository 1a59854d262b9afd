// What a channel must show to take part: a row of data, and a server on loopback that speaks to its
// genuine adapter.

/** One line of `roster.ts`. */
export interface Channel {
  /** The host's id of the channel. */
  id: string;
  /** npm package of the adapter, with its exact version. */
  package: string;
  version: string;
  open: (place: Place) => Promise<ChannelServer>;
  /** Scenes that cannot be played on it, with the reason in a few words. */
  without?: Partial<Record<SceneName, string>>;
}

/** A channel package that is not run, and why. */
export interface Absent {
  id: string;
  package: string;
  reason: string;
}

/** Where the Gateway will be. */
export interface Place {
  gatewayPort: number;
  /** Of the host under test; the server may put files of its own here. */
  directory: string;
}

export interface ChannelServer {
  /** `channels.<id>` of the host config. */
  config: object;
  /** Added to `config` for the scene in which a streamed reply is edited. */
  streaming?: object;
  /** For the Gateway's environment. */
  environment?: Readonly<Record<string, string>>;
  /** Host names of the vendor and the loopback port that answers for each. */
  vendorHosts?: Readonly<Record<string, number>>;
  /** Resolves when the adapter hears what users write. */
  connected: () => Promise<void>;
  /** A user writes to the bot alone. */
  write: (text: string) => Promise<void>;
  /** The same user writes where others read, with or without naming the bot. */
  writeInGroup?: (text: string, mention: boolean) => Promise<void>;
  /** From now on no reply is taken (`true`), or every one again. */
  refuse: (refused: boolean) => Promise<void>;
  /** What users were shown, oldest first. */
  shown: Shown[];
  close: () => Promise<void>;
}

export interface OpenChannel {
  channel: Channel;
  server: ChannelServer;
}

export interface Shown {
  kind: "text" | "media" | "edit";
  text: string;
}

export const SCENE_NAMES = [
  "plain",
  "parts-1600",
  "parts-5000",
  "media",
  "tool",
  "model-error",
  "group-mention",
  "group-silent",
  "refused",
  "new",
  "edit",
] as const;
export type SceneName = (typeof SCENE_NAMES)[number];

/** Resolves when `shown` holds something new that satisfies `wanted`; rejects after `timeoutMs`. */
export async function untilShown(
  shown: readonly Shown[],
  wanted: (shown: readonly Shown[]) => boolean,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!wanted(shown)) {
    if (Date.now() > deadline)
      throw new Error(`the channel never showed it; it has shown ${JSON.stringify(shown)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
