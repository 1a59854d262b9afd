// Functions of the pinned host that it shares with nobody, as oracles for what has to be done as the host does it.
// Its files carry a hash in their names, and its exports one letter each.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const DIST = fileURLToPath(new URL("../../node_modules/openclaw/dist/", import.meta.url));

/** `name` as it stands in the host's sources, `file` the beginning of its file's name. */
export async function hostInternal<Function>(file: string, name: string): Promise<Function> {
  for (const found of globSync(`${DIST}${file}-*.mjs`)) {
    const exported = /^export \{(.+)\};?$/m.exec(readFileSync(found, "utf8"))?.[1] ?? "";
    const letter = new RegExp(`\\b${name} as (\\w+)`).exec(exported)?.[1];
    const module = (await import(pathToFileURL(found).href)) as Record<string, Function>;
    const value = module[letter ?? name];
    if (value !== undefined) return value;
  }
  throw new Error(`the host has no ${name} in ${file}-….mjs`);
}
