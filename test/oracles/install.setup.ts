// Installs the vendors' libraries of `package.json` beside it, unless they are there already: for this project of
// tests alone. Some come without what they depend on: `bare-packages.ts`.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { BARE_PACKAGES, type BarePackage } from "./bare-packages.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const mark = `${here}node_modules/.installed`;

export default function setup(): void {
  const wanted = createHash("sha256")
    .update(readFileSync(`${here}package-lock.json`))
    .update(
      JSON.stringify(
        BARE_PACKAGES.map(({ name, version, standIns }) => ({ name, version, standIns })),
      ),
    )
    .digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps");
  for (const bare of BARE_PACKAGES) unpack(bare);
  writeFileSync(mark, wanted);
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
}

function unpack({ name, version, folder, standIns }: BarePackage): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run("npm", "pack", "--silent", `${name}@${version}`, "--pack-destination", folder);
  for (const archive of readdirSync(folder)) {
    run("tar", "-xzf", `${folder}/${archive}`, "-C", folder);
    rmSync(`${folder}/${archive}`);
  }
  for (const [file, text] of Object.entries(standIns)) {
    mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
    writeFileSync(`${folder}/${file}`, text);
  }
}
