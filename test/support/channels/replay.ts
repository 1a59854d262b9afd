// The recorded conversations through our own event mapping, as they happened: one memory for a channel,
// its scenes in order, and time passing between them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createMemory } from "../../../src/event/memory.ts";
import type { Observation } from "../../../src/event/observation.ts";
import { createTranslator } from "../../../src/event/translator.ts";
import { SCENE_NAMES, type SceneName } from "./channel.ts";

export interface Told {
  type: string;
  data: Record<string, unknown>;
}

export interface ReplayedScene {
  scene: SceneName;
  observations: readonly Observation[];
  events: Told[];
}

const LONGEST_WAIT_MS = 120_000;

const root = new URL("../../../fixtures/hooks/channels/", import.meta.url);

/** `<channel>@<version>` of every recorded channel, by name. */
export function recordedChannels(): string[] {
  return existsSync(root) ? readdirSync(root).toSorted() : [];
}

export function replay(recorded: string): ReplayedScene[] {
  let made = 0;
  const translator = createTranslator(createMemory(), {
    instanceId: "node-1",
    maxEventBytes: 1_048_576,
    newId: () => `evt_${(made += 1)}`,
  });
  return SCENE_NAMES.flatMap((scene) => {
    const file = new URL(`${recorded}/${scene}.json`, root);
    if (!existsSync(file)) return [];
    const observations = JSON.parse(readFileSync(file, "utf8")) as Observation[];
    const records = observations.flatMap((observation) => [
      ...translator.due(observation.at, false),
      ...translator.observe(observation),
    ]);
    // What a scene leaves to wait for is told with it; no wait of ours is as long as this.
    records.push(...translator.due((observations.at(-1)?.at ?? 0) + LONGEST_WAIT_MS, false));
    const events = records.map((record) => JSON.parse(record.json) as Told);
    return [{ scene, observations, events }];
  });
}
