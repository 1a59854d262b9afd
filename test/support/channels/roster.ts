// Every official channel package of the host: those that are run here, and why the others are not.
import type { Absent, Channel } from "./channel.ts";
import { discord } from "./servers/discord.ts";
import { irc } from "./servers/irc.ts";
import { line } from "./servers/line.ts";
import { matrix } from "./servers/matrix.ts";
import { mattermost } from "./servers/mattermost.ts";
import { nextcloudTalk } from "./servers/nextcloud-talk.ts";
import { signal } from "./servers/signal.ts";
import { slack } from "./servers/slack.ts";
import { sms } from "./servers/sms.ts";
import { synologyChat } from "./servers/synology-chat.ts";
import { zalo } from "./servers/zalo.ts";

/** The host that all of this was seen with. */
export const HOST_VERSION = "2026.9.6";

export const CHANNELS: readonly Channel[] = [
  irc,
  synologyChat,
  nextcloudTalk,
  mattermost,
  matrix,
  slack,
  discord,
  line,
  zalo,
  sms,
  signal,
];

export const ABSENT: readonly Absent[] = [];
