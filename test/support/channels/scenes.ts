// The conversation that is held on every channel, the same words on each.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelScript } from "../model-server.ts";
import { untilShown, type OpenChannel, type SceneName } from "./channel.ts";

export const PICTURE = "pic.png";

/** 1 pixel. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export async function placePicture(directory: string): Promise<string> {
  const path = join(directory, "workspace", PICTURE);
  await writeFile(path, Buffer.from(PNG, "base64"));
  return path;
}

/** Exactly `length` characters of sentences with a number each, so that a part names its place. */
export function longText(length: number): string {
  let text = "";
  for (let number = 1; text.length < length; number += 1)
    text += `Sentence number ${number} of the reply. `;
  return `${text.slice(0, length - 1)}.`;
}

const WORDS: Readonly<Record<SceneName, string>> = {
  plain: "plain please",
  "parts-1600": "1600 please",
  "parts-5000": "5000 please",
  media: "picture please",
  tool: "tool please",
  "model-error": "fail please",
  "group-mention": "named please",
  "group-silent": "unnamed please",
  refused: "refused please",
  new: "/new",
  edit: "halves please",
};

/** What the model answers, by the user's words. */
export const ANSWERS = {
  plain: "A plain answer.",
  "parts-1600": longText(1_700),
  "parts-5000": longText(5_000),
  media: "Here is the picture.",
  tool: "The tool said hello.",
  "group-mention": "An answer for all.",
  refused: "Nobody takes this answer.",
  edit: "The first half of it, long enough to be shown, and the second half.",
} as const;

const FIRST_HALF = ANSWERS.edit.indexOf(", and");

/** The words of a scene; which channel they are said on is all that a model has to tell them by. */
export function wordsOf(scene: SceneName, channel: string): string {
  return scene === "new" ? WORDS.new : `${WORDS[scene]} on ${channel}`;
}

export function channelScript(open: readonly OpenChannel[], picture: string): ModelScript {
  return (text, toolDone) => {
    const server = open.find(({ channel }) => text.includes(`please on ${channel.id}`))?.server;
    const asked = (scene: SceneName): boolean => text.includes(WORDS[scene]);
    if (asked("parts-1600")) return { text: ANSWERS["parts-1600"] };
    if (asked("parts-5000")) return { text: ANSWERS["parts-5000"] };
    if (asked("media")) return { text: `${ANSWERS.media}\nMEDIA:${picture}` };
    if (asked("tool") && !toolDone)
      return { tool: "exec", args: { command: "echo hello from the tool" } };
    if (asked("tool")) return { text: ANSWERS.tool };
    if (asked("model-error")) return { status: 400, message: "the model refuses" };
    if (asked("group-mention")) return { text: ANSWERS["group-mention"] };
    // The channel took the question, and has changed its mind when the answer comes.
    if (asked("refused") && server !== undefined)
      return { halves: ["Nobody ", "takes this answer."], until: () => server.refuse(true) };
    if (asked("edit") && server !== undefined) {
      const before = server.shown.length;
      const until = (): Promise<void> =>
        untilShown(server.shown, (shown) => shown.length > before, 15_000).catch(() => undefined);
      return { halves: [ANSWERS.edit.slice(0, FIRST_HALF), ANSWERS.edit.slice(FIRST_HALF)], until };
    }
    return { text: ANSWERS.plain };
  };
}

/** Says the scene's words; what follows is for the caller to wait for. */
export async function play(scene: SceneName, { channel, server }: OpenChannel): Promise<void> {
  const words = wordsOf(scene, channel.id);
  if (scene.startsWith("group-")) await server.writeInGroup?.(words, scene === "group-mention");
  else await server.write(words);
}
