import { Command } from "commander";
import { expect, it } from "vitest";
import { registerWebhook } from "../../../src/cli/grammar/webhook.ts";
import { candidates } from "../../../src/cli/own/complete.ts";

const program = new Command();
registerWebhook(program, {
  callGateway: () => Promise.resolve({ kind: "unreachable" }),
  callHost: () => Promise.resolve({ kind: "unreachable" }),
  databasePath: "",
  streams: process,
});
const complete = (...words: string[]): string[] =>
  program.commands.flatMap((webhook) => candidates(webhook, words));

it.each([
  [["pre"], ["preview"]],
  [
    ["requests", ""],
    ["list", "show", "replay", "send"],
  ],
  [["requests", "list", "--status", "rej"], ["rejected"]],
  [
    ["list", "--status", "de"],
    ["delivered", "dead"],
  ],
  [["list", "--endpoint", "show", "--fo"], ["--follow"]],
  [["list", "--endpoint", ""], []],
  [["nothing", "res"], ["resume"]],
])("completes %j", (words, expected) => {
  expect(complete(...words)).toEqual(expected);
});
