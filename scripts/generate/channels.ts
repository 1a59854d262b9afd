// The table of docs/channels.md: what our event mapping makes of each recorded conversation.
import type { Channel, SceneName } from "../../test/support/channels/channel.ts";
import { SCENE_NAMES } from "../../test/support/channels/channel.ts";
import { replay, type ReplayedScene, type Told } from "../../test/support/channels/replay.ts";
import { ABSENT, CHANNELS, HOST_VERSION } from "../../test/support/channels/roster.ts";
import { between } from "./between.ts";

const HEADINGS: Readonly<Record<SceneName, string>> = {
  plain: "plain reply",
  "parts-1600": "1,700 characters",
  "parts-5000": "5,000 characters",
  media: "media reply",
  tool: "tool",
  "model-error": "model error",
  "group-mention": "group, named",
  "group-silent": "group, not named",
  refused: "refused reply",
  new: "/new",
  edit: "streaming on",
};

/** docs/channels.md with fresh tables; unchanged where it has no markers. */
export function channelTables(page: string): string {
  const replayed = CHANNELS.map((channel) => ({
    channel,
    scenes: replay(`${channel.id}@${channel.version}`),
  }));
  const ran = replayed.filter(({ scenes }) => scenes.length > 0);
  const head = ["channel", ...SCENE_NAMES.map((scene) => HEADINGS[scene])];
  const facts = ran.map(({ channel, scenes }) => [
    `${channel.id} ${channel.version}`,
    ...SCENE_NAMES.map((scene) => cell(channel, scenes, scene)),
  ]);
  const limits = ran.map(({ channel, scenes }) => [channel.id, cannotTell(channel, scenes)]);
  const absent = ABSENT.map(({ id, package: name, reason }) => [`${id} (\`${name}\`)`, reason]);
  return [
    ["facts", `Seen with OpenClaw ${HOST_VERSION}.\n\n${table(head, facts)}`],
    ["limits", table(["channel", "what it cannot tell, and what it does not have"], limits)],
    ["absent", table(["channel", "why it was not run"], absent)],
  ].reduce((text, [name = "", content = ""]) => between(text, name, `\n${content}\n`), page);
}

function cell(channel: Channel, scenes: readonly ReplayedScene[], scene: SceneName): string {
  if (channel.without?.[scene] !== undefined) return "–";
  const events = scenes.find((each) => each.scene === scene)?.events;
  if (events === undefined) return "not recorded";
  const sent = events.filter(({ type }) => type === "message.sent");
  const errors = events.filter(({ type }) => type === "error.occurred").map(errorKind);
  switch (scene) {
    case "group-silent":
      return events.length === 0 ? "no event" : "told";
    case "new":
      return events.some(({ type }) => type === "session.ended") ? "`session.ended`" : "missing";
    case "model-error":
      return errors.includes("run") ? "`error.occurred`" : "missing";
    case "refused":
      return errors.includes("delivery") ? "`error.occurred`" : delivery(sent);
    default:
      return delivery(sent);
  }
}

function delivery(sent: readonly Told[]): string {
  if (sent.length === 0) return "missing";
  return sent
    .map(({ data: { delivery: way } }) => (typeof way === "string" ? way : "told"))
    .join(" + ");
}

function errorKind({ data }: Told): unknown {
  return (data["error"] as { kind?: unknown } | undefined)?.kind;
}

/** Read from the record itself, and the roster's reasons after it. */
function cannotTell(channel: Channel, scenes: readonly ReplayedScene[]): string {
  const events = (name: SceneName): readonly Told[] =>
    scenes.find(({ scene }) => scene === name)?.events ?? [];
  const facts = [
    delivery(events("plain").filter(({ type }) => type === "message.sent")) === "confirmed"
      ? ""
      : "that a reply arrived, and under which message id",
    events("refused").map(errorKind).includes("delivery") ? "" : "that a reply was refused",
    events("new").length > 0 ? "" : "that `/new` ended the session",
  ];
  const reasons = [...new Set(Object.values(channel.without ?? {}))];
  return [...facts, ...reasons].filter((text) => text !== "").join("; ");
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
