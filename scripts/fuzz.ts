// `npm run fuzz -- --seconds N`: the tests of test/fuzz, each for so long instead of its few runs.
// A failure prints the seed and the smallest case; it becomes a test of its own.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" } } });
if (!(Number(values.seconds) > 0)) throw new Error("--seconds is a number above 0");

const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const child = spawn(process.execPath, [vitest, "run", "--project", "code", "test/fuzz"], {
  stdio: "inherit",
  env: { ...process.env, FUZZ_SECONDS: values.seconds },
});
child.once("exit", (code) => (process.exitCode = code ?? 1));
