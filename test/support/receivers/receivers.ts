// Every receiver that has a format, by the format's name.
import { CHAT } from "./chat.ts";
import { DEVICE } from "./device.ts";
import { EAST_ASIA } from "./east-asia.ts";
import type { StandIn } from "./stand-in.ts";
import { SYSTEMS } from "./systems.ts";

export const RECEIVERS: Readonly<Record<string, StandIn>> = {
  ...CHAT,
  ...EAST_ASIA,
  ...DEVICE,
  ...SYSTEMS,
};
