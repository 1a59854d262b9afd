// The package holds a part of undici: all that the sources call on its client has to stand in it.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("has every method of undici's client that a source calls", () => {
  const transport = fileURLToPath(new URL("../../src/engine/transport", import.meta.url));
  const sources = readdirSync(transport, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(transport, file), "utf8"));
  const called = sources.flatMap((text) =>
    [...text.matchAll(/\bclient\.(\w+)\(/g)].map(([, method = ""]) => method),
  );
  expect(new Set(called)).toEqual(new Set(["connect", "dispatch", "destroy"]));
  // In a process of its own: undici's index, which tests load, gives its methods to the parts, too.
  const script = `
    const { Client } = await import(${JSON.stringify(new URL("../../scripts/undici-parts.js", import.meta.url))});
    console.log(JSON.stringify(${JSON.stringify(called)}.filter((method) => !(method in Client.prototype))));
  `;
  const missing = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  expect(JSON.parse(missing)).toEqual([]);
});
