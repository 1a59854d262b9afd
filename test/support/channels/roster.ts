// Every official channel package of the host: those that are run here, and why the others are not.
import type { Absent, Channel } from "./channel.ts";
import { irc } from "./servers/irc.ts";
import { synologyChat } from "./servers/synology-chat.ts";

/** The host that all of this was seen with. */
export const HOST_VERSION = "2026.9.6";

export const CHANNELS: readonly Channel[] = [irc, synologyChat];

export const ABSENT: readonly Absent[] = [];
