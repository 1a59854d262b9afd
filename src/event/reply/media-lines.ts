// `MEDIA:<path>` lines, by which a model attaches files: they are no words of the reply, and their paths are the
// Gateway's own business. docs/reference/rich-output-protocol.md of the host.
import type { Media } from "../../generated/event.ts";

const LINE = /^\s*MEDIA:\s*(\S.*)$/;
const FENCE = /^\s*(?:```|~~~)/;

const KINDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\.(?:png|jpe?g|gif|webp|heic|svg|bmp)$/i, "image"],
  [/\.(?:mp4|mov|webm|mkv)$/i, "video"],
  [/\.(?:mp3|ogg|opus|wav|m4a|flac)$/i, "audio"],
];

/** The words of a reply, and what was attached to them. Lines within code fences are words. */
export function withoutMediaLines(text: string): { content: string; media?: Media[] } {
  if (!text.includes("MEDIA:")) return { content: text };
  const media: Media[] = [];
  let fenced = false;
  const words = text.split("\n").filter((line) => {
    if (FENCE.test(line)) fenced = !fenced;
    const file = fenced ? undefined : LINE.exec(line)?.[1];
    if (file !== undefined) media.push(fileOf(file));
    return file === undefined;
  });
  return media.length === 0 ? { content: text } : { content: words.join("\n").trim(), media };
}

/** Of a list of paths and addresses. */
export function mediaOf(files: unknown): Media[] | undefined {
  if (!Array.isArray(files)) return undefined;
  const named = files.filter((file): file is string => typeof file === "string" && file !== "");
  return named.length === 0 ? undefined : named.map(fileOf);
}

/** What a file name or address says; an address on the web is told, a path of this machine is not. */
function fileOf(file: string): Media {
  const url = webAddress(file);
  const path = file.trim().split(/[?#]/)[0] ?? "";
  return { kind: KINDS.find(([ending]) => ending.test(path))?.[1] ?? "document", url };
}

export function webAddress(url: unknown): string | undefined {
  return typeof url === "string" && /^https?:\/\//i.test(url) ? url : undefined;
}
