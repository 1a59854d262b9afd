// Installs the frameworks and runtimes of `package.json` beside it, unless they are there already, for this
// project of tests alone; and the receivers' library into them, as `npm pack` makes it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const mark = `${folder}node_modules/.installed`;

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
}

export default function setup(): void {
  const wanted = createHash("sha256")
    .update(readFileSync(`${folder}package-lock.json`))
    .digest("hex");
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
    writeFileSync(mark, wanted);
  }
  packLibrary();
}

function packLibrary(): void {
  const packed = `${folder}.tmp/`;
  const target = `${folder}node_modules/openclaw-webhooks`;
  for (const each of [packed, target]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each, { recursive: true });
  }
  const library = `${root}packages/openclaw-webhooks`;
  run("npm", ["run", "build"], library);
  run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", packed], library);
  const [archive = ""] = readdirSync(packed);
  run("tar", ["-xzf", `${packed}${archive}`, "-C", target, "--strip-components=1"], folder);
}
