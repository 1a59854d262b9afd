// The package holds a part of undici: all that the sources call on its client has to stand in it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client as Whole } from "undici";
import { expect, it } from "vitest";

it("has every method of undici's client that a source calls", async () => {
  const transport = fileURLToPath(new URL("../../src/engine/transport", import.meta.url));
  const sources = readdirSync(transport, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(transport, file), "utf8"));
  const called = sources.flatMap((text) =>
    [...text.matchAll(/\bclient\.(\w+)\(/g)].map(([, method = ""]) => method),
  );
  expect(new Set(called)).toEqual(new Set(["connect", "dispatch", "destroy"]));
  // @ts-expect-error: of the build, without types
  const { Client } = (await import("../../scripts/undici-parts.js")) as { Client: typeof Whole };
  const missing = called.filter((method) => !(method in Client.prototype));
  expect(missing).toEqual([]);
});
