import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../../src/event/observation.ts";
import { createMemory } from "../../../src/event/memory.ts";
import { createTranslator } from "../../../src/event/translator.ts";
import { validateEnvelope } from "../../support/event-schema.ts";

const folder = (name: string): URL => new URL(`../../../fixtures/${name}/`, import.meta.url);
const read = (name: string, scene: string): unknown =>
  JSON.parse(readFileSync(new URL(`${scene}.json`, folder(name)), "utf8"));
const hooks = new Map(
  readdirSync(folder("hooks"))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(/\.json$/, ""))
    .map((scene) => [scene, read("hooks", scene) as Observation[]] as const)
    // As they were played: what one scene leaves behind, the next one knows.
    .toSorted(([, one], [, other]) => (one[0]?.at ?? 0) - (other[0]?.at ?? 0)),
);
const scenes = [...hooks.keys()];

const played = ((): Map<string, Array<Record<string, unknown>>> => {
  let made = 0;
  const translator = createTranslator(createMemory(), {
    instanceId: "node-1",
    maxEventBytes: 1_048_576,
    newId: () => `evt_${(made += 1)}`,
  });
  return new Map(
    [...hooks].map(([scene, observations]) => {
      made = 0;
      const records = observations.flatMap((observation) => translator.observe(observation));
      // Ten seconds after the last one, as it was when they were recorded.
      records.push(...translator.due((observations.at(-1)?.at ?? 0) + 10_000, true));
      return [scene, records.map(({ json }) => JSON.parse(json) as Record<string, unknown>)];
    }),
  );
})();
const play = (scene: string): Array<Record<string, unknown>> => played.get(scene) ?? [];

describe("what the genuine Gateway told becomes", () => {
  it.each(scenes)("exactly the events of %s", (scene) => {
    expect(play(scene)).toEqual(read("events", scene));
  });

  it.each(scenes)("envelopes that their schemas accept, in %s", (scene) => {
    for (const envelope of play(scene)) expect(validateEnvelope(envelope)).toEqual([]);
  });
});

describe("each fact is told once", () => {
  const types = (scene: string): unknown[] => play(scene).map((envelope) => envelope["type"]);

  it.each([
    "telegram-reply",
    "webchat-reply",
    "webchat-second-session",
    "rpc-reply",
    "plugin-run",
    "plugin-run-delivered",
  ])("one message in and one message out in %s", (scene) => {
    const told = types(scene).filter((type) => String(type).startsWith("message."));
    expect(told).toEqual(["message.received", "message.sent"]);
  });

  it.each(["telegram-tool", "telegram-tool-error", "webchat-tool", "rpc-tool"])(
    "one tool call and its end in %s",
    (scene) => {
      const told = types(scene).filter((type) => String(type).startsWith("tool."));
      expect(told).toEqual(["tool.called", "tool.completed"]);
    },
  );

  it.each([
    "telegram-model-error",
    "webchat-model-error",
    "rpc-model-error",
    "telegram-undelivered",
  ])("one error, and no reply, in %s", (scene) => {
    expect(types(scene).filter((type) => type === "error.occurred")).toHaveLength(1);
    expect(types(scene)).not.toContain("message.sent");
  });
});
