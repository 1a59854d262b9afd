// Reads settings as the Gateway would, templates, conditions and addresses included, without a Gateway.
// Must not resolve a name, open a socket or look up a secret.
import { readBlock } from "../../../config/load.ts";
import { ownHostsOf } from "../../../config/gateway/own-hosts.ts";
import { isRecord } from "../../../config/problem/path.ts";
import { resolveSettings } from "../../../config/resolve.ts";
import type { Problem, Settings, Warning } from "../../../config/settings.ts";
import { resolveContext } from "../../../inspection/surroundings.ts";
import { withStandIns, type Environment, type MissingVariable } from "./stand-ins.ts";

export interface Examination {
  /** As in a Gateway that lacks what is missing. Absent when the settings as a whole cannot be read. */
  settings?: Settings;
  /** The same with something of the right kind in the place of what is missing. */
  assumed?: Settings;
  /** Paths begin at the settings themselves, without a wrapper. */
  problems: readonly Problem[];
  /** Variables, by their path in the same way, that the Gateway needs and `environment` does not have. */
  missing: readonly MissingVariable[];
}

export interface Surroundings {
  environment: Environment;
  /** Ms since the epoch. */
  now: number;
  /** All of the host's config, where it is known. */
  hostConfig?: unknown;
}

/** `raw` as written, or as the host hands it over. */
export function examine(raw: unknown, around: Surroundings): Examination {
  const { environment, now, hostConfig } = around;
  const reading = readBlock(raw);
  if (!reading.ok) return { problems: [reading.problem], missing: [] };
  const context = resolveContext({
    now,
    ownHosts: ownHostsOf(hostConfig),
    agentIds: agentIdsOf(hostConfig),
  });
  const { value, missing } = withStandIns(reading.block, environment);
  const resolution = resolveSettings(value, context);
  const found = resolution.ok ? resolution.settings.problems : resolution.problems;
  // What is wrong with a stand-in is not wrong with the settings.
  const problems = [
    ...reading.problems,
    ...found.filter((one) => !missing.some(({ path }) => path === one.path)),
  ];
  if (!resolution.ok) return { problems, missing };
  const { settings: assumed } = resolution;
  if (missing.length === 0) return { problems, missing, settings: assumed, assumed };
  const lacking = resolveSettings(withStandIns(reading.block, environment, "leave").value, context);
  if (!lacking.ok) return { problems, missing, assumed };
  const settings = { ...lacking.settings, warnings: warningsOf(lacking.settings, assumed) };
  return { problems, missing, assumed, settings };
}

/** Also of what is held for a variable alone, under the name that it has then; but a stand-in shows no signature. */
function warningsOf(lacking: Settings, assumed: Settings): Warning[] {
  const names = new Set(lacking.endpoints.map(({ name }) => name));
  return assumed.warnings.filter(
    ({ kind, endpoint, path }) =>
      (endpoint === undefined || names.has(endpoint)) &&
      (kind !== "unsigned" || lacking.warnings.some((one) => one.path === path)),
  );
}

function agentIdsOf(hostConfig: unknown): string[] {
  const agents = isRecord(hostConfig) ? hostConfig["agents"] : undefined;
  const entries = isRecord(agents) ? agents["entries"] : undefined;
  return isRecord(entries) ? Object.keys(entries) : [];
}
