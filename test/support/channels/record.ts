// Which observation belongs to which channel and scene, when many channels talk in one Gateway.
import { readFile } from "node:fs/promises";
import { asFields, fields, text, type Observation } from "../../../src/event/observation.ts";
import type { Recorded } from "./normalise.ts";

/** When a scene began on a channel, ms since the epoch. */
export interface Begin {
  scene: string;
  at: number;
}

export async function readObservations(file: string): Promise<Observation[]> {
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Observation);
}

/** Each channel has an agent of its own name; what names a channel belongs to it whatever it says else. */
export function channelOf({ event, context }: Observation): string | undefined {
  const told = text(context["channelId"]) ?? text(event["channel"]);
  if (told !== undefined) return told;
  const sessionKey =
    text(event["sessionKey"]) ??
    text(context["sessionKey"]) ??
    text(fields(asFields(event), "target")["sessionKey"]);
  return sessionKey?.split(":")[1] ?? text(event["agentId"]) ?? text(context["agentId"]);
}

/** The channel's observations by scene; what came before the first one is left out. */
export function scenesOf(
  observations: readonly Observation[],
  channel: string,
  begins: readonly Begin[],
): Recorded[] {
  const own = observations.filter((observation) => channelOf(observation) === channel);
  return begins
    .map(({ scene, at }, index) => {
      const next = begins[index + 1]?.at ?? Infinity;
      return { scene, observations: own.filter((seen) => seen.at >= at && seen.at < next) };
    })
    .filter(({ scene }) => scene !== BETWEEN);
}

/** What happens between two scenes is no scene. */
export const BETWEEN = "between";
