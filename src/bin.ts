// The package's own command, `openclaw-webhook`: does what `openclaw webhook` does without starting the host. Written
// so that an old Node can read it, and say what it lacks.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

// The range of `engines`, which is the host's.
if ((major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26) {
  const { main } = await import("./cli/own/main.ts");
  await main({ version: manifest.version, path: fileURLToPath(import.meta.url) });
} else {
  process.stderr.write(
    `openclaw-webhook needs Node ${manifest.engines.node}, as OpenClaw does; this is ${process.version}. ` +
      "Run it by the Node that runs openclaw: node <path> list\n",
  );
  process.exitCode = 1;
}
