import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findStrayConfig } from "../../../src/cli/offline/findings/stray-config.ts";

function directoryWith(...files: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-stray-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const file of files) writeFileSync(join(directory, file), "{}");
  return directory;
}

it("names an openclaw.json5 that lies beside the file which is read", () => {
  const directory = directoryWith("openclaw.json", "openclaw.json5");
  const found = findStrayConfig({ OPENCLAW_STATE_DIR: directory });
  expect(found.map(({ title }) => title)).toEqual([
    `${join(directory, "openclaw.json5")} is read by nobody`,
  ]);
});

it("says nothing of one that is the config, and where there is none", () => {
  const directory = directoryWith("openclaw.json5");
  const file = join(directory, "openclaw.json5");
  expect(findStrayConfig({ OPENCLAW_CONFIG_PATH: file })).toEqual([]);
  expect(findStrayConfig({ OPENCLAW_STATE_DIR: directoryWith("openclaw.json") })).toEqual([]);
});
