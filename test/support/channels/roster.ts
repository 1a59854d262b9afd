// Every official channel package of the host: those that are run here, and why the others are not.
import type { Absent, Channel } from "./channel.ts";
import { discord } from "./servers/cloud/discord.ts";
import { feishu } from "./servers/cloud/feishu.ts";
import { googlechat } from "./servers/cloud/googlechat.ts";
import { irc } from "./servers/self-hosted/irc.ts";
import { line } from "./servers/cloud/line.ts";
import { matrix } from "./servers/self-hosted/matrix.ts";
import { mattermost } from "./servers/self-hosted/mattermost.ts";
import { nextcloudTalk } from "./servers/self-hosted/nextcloud-talk.ts";
import { signal } from "./servers/self-hosted/signal.ts";
import { slack } from "./servers/cloud/slack.ts";
import { sms } from "./servers/cloud/sms.ts";
import { synologyChat } from "./servers/self-hosted/synology-chat.ts";
import { twitch } from "./servers/cloud/twitch.ts";
import { zalo } from "./servers/cloud/zalo.ts";

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
  feishu,
  googlechat,
  twitch,
];

export const ABSENT: readonly Absent[] = [];
