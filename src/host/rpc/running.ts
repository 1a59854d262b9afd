// What answers while the plugin runs. Holds no code.
import type { Settings } from "../../config/settings.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { Unexpected } from "../../event/known.ts";
import type { EnvelopeContext } from "../../event/envelope.ts";
import type { SetupPorts } from "../setup/setup.ts";
import type { ReplayRequest } from "../inbound/replay.ts";

export interface Running {
  client: EngineClient;
  settings: Settings;
  envelope: EnvelopeContext;
  version: string;
  /** What the host did that no rule expects. */
  unexpected: () => readonly Unexpected[];
  /** Where the Gateway answers callers of this machine. */
  origin: string;
  setup: SetupPorts;
  /** Absent when there are no inbound routes. */
  replayRequest?: ReplayRequest | undefined;
}
