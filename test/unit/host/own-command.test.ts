import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { OWN_COMMAND_HINT, tellOwnCommandOnce } from "../../../src/host/own-command.ts";

let stateDir = "";
const said: string[] = [];
const silent = (): void => undefined;
const logger = { info: (line: string) => void said.push(line), warn: silent, error: silent };
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "event-webhooks-test-"));
  said.length = 0;
});
afterEach(() => rmSync(stateDir, { recursive: true }));

it("tells of the quicker command once, in a directory that nobody else reads", () => {
  tellOwnCommandOnce(stateDir, logger);
  tellOwnCommandOnce(stateDir, logger);
  expect(said).toEqual([OWN_COMMAND_HINT]);
  expect(statSync(join(stateDir, "event-webhooks")).mode & 0o077).toBe(0);
});

it("is silent where it could not remember", () => {
  const notADirectory = join(stateDir, "a-file");
  writeFileSync(notADirectory, "");
  tellOwnCommandOnce(notADirectory, logger);
  expect(said).toEqual([]);
});
