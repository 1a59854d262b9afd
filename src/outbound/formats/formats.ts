// Every receiver's format, by name. A new one is a file beside these and a row here.
import type { Format } from "../format/format.ts";
import { discord } from "./chat/discord.ts";
import { dingtalk } from "./east-asia/dingtalk.ts";

const ALL: readonly Format[] = [discord, dingtalk];

export const FORMATS: ReadonlyMap<string, Format> = new Map(
  ALL.map((format) => [format.name, format]),
);
