// The licence texts of what is bundled, to pass on with the bundle.
import { readdirSync, readFileSync } from "node:fs";

/** The licence text of each package that one of `files` belongs to. */
export function licencesOf(files: readonly string[]): string {
  const packages = files.flatMap(
    (file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [],
  );
  return [...new Set(packages)]
    .toSorted()
    .map(licenceOf)
    .join(`\n${"-".repeat(80)}\n\n`);
}

function licenceOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as {
    name: string;
    version: string;
  };
  const text = textOf(folder);
  if (text === undefined) throw new Error(`${name} has no licence text to pass on`);
  return `${name} ${version}\n\n${text.trim()}\n`;
}

/** Of its own file, or of its chapter in the readme. */
function textOf(folder: string): string | undefined {
  const files = readdirSync(folder);
  const file = files.find((each) => /^licen[cs]e/i.test(each));
  if (file !== undefined) return readFileSync(`${folder}/${file}`, "utf8");
  const readme = files.find((each) => /^readme/i.test(each));
  if (readme === undefined) return undefined;
  const heading = /^#+ *licen[cs]e *$/im;
  return readFileSync(`${folder}/${readme}`, "utf8").split(heading)[1]?.split(/^#+ /m)[0];
}
