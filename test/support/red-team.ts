// The red-team set: what a sender tries, the operator's template, and all that may stand outside the fence.
import { readdirSync, readFileSync } from "node:fs";

export interface Attempt {
  /** The file's name without its ending; a route's name too. */
  name: string;
  title: string;
  template: string;
  body: unknown;
  /** The operator's text, with references where values were. */
  outside: string;
}

const folder = new URL("../../fixtures/red-team/", import.meta.url);

/** `picture`: the path of a picture that nobody may read. */
export function attempts(picture: string): Attempt[] {
  return readdirSync(folder).map((file) => {
    const json = readFileSync(new URL(file, folder), "utf8").replaceAll("{canaryPicture}", picture);
    return { name: file.replace(/\.json$/, ""), ...(JSON.parse(json) as Omit<Attempt, "name">) };
  });
}
