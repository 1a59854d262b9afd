// Every receiver's format, by name, in the order of the documentation. A new one is a file beside these, a row here
// and its name in schema/config.json.
import type { Format } from "../format/format.ts";
import { discord } from "./chat/discord.ts";
import { googleChat } from "./chat/google-chat.ts";
import { mattermost } from "./chat/mattermost.ts";
import { rocketchat } from "./chat/rocketchat.ts";
import { slack } from "./chat/slack.ts";
import { teams } from "./chat/teams.ts";
import { telegramBot } from "./chat/telegram-bot.ts";
import { cloudevents } from "./data/cloudevents.ts";
import { form } from "./data/form.ts";
import { gotify } from "./device/gotify.ts";
import { homeAssistant } from "./device/home-assistant.ts";
import { ntfy } from "./device/ntfy.ts";
import { pushover } from "./device/pushover.ts";
import { dingtalk } from "./east-asia/dingtalk.ts";
import { dooray } from "./east-asia/dooray.ts";
import { feishu } from "./east-asia/feishu.ts";
import { jandi } from "./east-asia/jandi.ts";
import { kakaowork } from "./east-asia/kakaowork.ts";
import { line } from "./east-asia/line.ts";
import { wecom } from "./east-asia/wecom.ts";
import { opsgenie } from "./incident/opsgenie.ts";
import { pagerduty } from "./incident/pagerduty.ts";
import { datadog } from "./observe/datadog.ts";
import { elastic } from "./observe/elastic.ts";
import { loki } from "./observe/loki.ts";
import { newRelic } from "./observe/new-relic.ts";
import { splunkHec } from "./observe/splunk-hec.ts";

const ALL: readonly Format[] = [
  slack,
  discord,
  teams,
  googleChat,
  mattermost,
  rocketchat,
  telegramBot,
  line,
  feishu,
  dingtalk,
  wecom,
  kakaowork,
  jandi,
  dooray,
  ntfy,
  gotify,
  pushover,
  homeAssistant,
  pagerduty,
  opsgenie,
  datadog,
  splunkHec,
  loki,
  elastic,
  newRelic,
  cloudevents,
  form,
];

export const FORMATS: ReadonlyMap<string, Format> = new Map(
  ALL.map((format) => [format.name, format]),
);

/** Of those whose receiver has one address for all, that address. */
export function fixedUrls(): ReadonlyMap<string, string> {
  const fixed = ALL.filter(({ url }) => !url.includes("<"));
  return new Map(fixed.map(({ name, url }) => [name, url]));
}
