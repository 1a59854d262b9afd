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
];

/** Their servers are written, and no conversation with them is recorded yet. */
export const UNRECORDED: readonly Channel[] = [feishu, googlechat, twitch];

export const ABSENT: readonly Absent[] = [
  ...UNRECORDED.map(({ id, package: name }) => ({
    id,
    package: name,
    reason: "its server on loopback is written; no conversation with it is recorded yet",
  })),
  {
    id: "msteams",
    package: "@openclaw/msteams",
    reason: "not tried: its SDK has every message's token proved by Microsoft's identity servers",
  },
  {
    id: "nostr",
    package: "@openclaw/nostr",
    reason: "not tried: a user's messages are signed with BIP-340, which Node does not have",
  },
  {
    id: "whatsapp",
    package: "@openclaw/whatsapp",
    reason: "WhatsApp's servers prove themselves by a certificate that the adapter has built in",
  },
  {
    id: "imessage",
    package: "@openclaw/imessage",
    reason: "needs Messages on a Mac that is signed in",
  },
  {
    id: "zalouser",
    package: "@openclaw/zalouser",
    reason: "signs in as a person, by a QR code that the Zalo app has to scan",
  },
  { id: "tlon", package: "@openclaw/tlon", reason: "needs an Urbit ship with the Tlon apps" },
  { id: "buzz", package: "@openclaw/buzz", reason: "needs a Buzz workspace: no public protocol" },
  {
    id: "clickclack",
    package: "@openclaw/clickclack",
    reason: "needs a ClickClack workspace: no public protocol",
  },
  {
    id: "raft",
    package: "@openclaw/raft",
    reason: "needs the Raft CLI, which wakes the agent and sends for it",
  },
  {
    id: "qqbot, wecom, openclaw-weixin, yuanbao, zaloclawbot",
    package: "of their vendors",
    reason: "not the host's own packages: versions of their own, and not tried",
  },
];
