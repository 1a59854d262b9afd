// What log and memory are held to: as written where it is sound, else the defaults.
import type { LimitsConfig, LogConfig } from "../generated/config.ts";
import type { Limits, LogSettings, Problem } from "./settings.ts";
import { soundPart } from "./sound.ts";

const DAY_MS = 86_400_000;

export function logSettings(raw: unknown, problems: readonly Problem[]): LogSettings {
  const log = soundPart<LogConfig>(raw, "log", problems);
  return {
    maxAgeMs: Math.round((log.maxAgeDays ?? 30) * DAY_MS),
    maxRows: log.maxRows ?? 500_000,
    responseBytes: log.responseBytes ?? 2048,
    maxBytes: log.maxBytes ?? 2_147_483_648,
    maxRejectedBytes: log.maxRejectedBytes ?? 16_777_216,
    keepRejectedBodies: log.keepRejectedBodies ?? false,
  };
}

export function limits(raw: unknown, problems: readonly Problem[]): Limits {
  const bounds = soundPart<LimitsConfig>(raw, "limits", problems);
  return {
    maxEventBytes: bounds.maxEventBytes ?? 1_048_576,
    maxQueuedEvents: bounds.maxQueuedEvents ?? 50_000,
    maxQueuedBytes: bounds.maxQueuedBytes ?? 67_108_864,
  };
}
