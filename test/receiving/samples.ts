// The samples of the library's README, each a file beside the frameworks that it needs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const readme = readFileSync(
  new URL("../../packages/openclaw-webhooks/README.md", import.meta.url),
  "utf8",
);

/** By the name in their first line. */
const SAMPLES: ReadonlyMap<string, string> = new Map(
  [...readme.matchAll(/```[jt]s\n\/\/ (\S+)\n(.*?)```/gs)].map(([, name = "", code = ""]) => [
    name,
    code,
  ]),
);

/** Every sample there is: blocks of code without a name would escape the tests. */
export const SAMPLE_NAMES: readonly string[] = [...SAMPLES.keys()];
export const CODE_BLOCKS: number = readme.match(/```[jt]s\n/g)?.length ?? 0;

/** Writes it where its imports are found, and answers its path. */
export function sampleFile(name: string): string {
  const code = SAMPLES.get(name);
  if (code === undefined) throw new Error(`the library's README has no sample ${name}`);
  const folder = fileURLToPath(new URL(".tmp/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name}`, code);
  return `${folder}${name}`;
}
