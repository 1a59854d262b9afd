// Settings in which an endpoint signs with another secret. Makes no secret. Pure.
import { isRecord } from "../problem/path.ts";
import { editEndpoint, findEndpoint, type UrlsOfFormats } from "./endpoints.ts";
import type { Plan, Settings } from "./planned.ts";
import { rotate } from "./secret.ts";

export interface RotationWish {
  /** The new secret; `isKey`: the one that signs now is an ed25519 key, and the new one has to be another. */
  fresh: (isKey: boolean) => unknown;
  /** How long the old ones go on to sign beside it. */
  overlapMs: number;
  /** Ms since the epoch. */
  now: number;
}

export function rotateEndpoint(
  block: Settings,
  name: string,
  { fresh, overlapMs, now }: RotationWish,
  urls: UrlsOfFormats,
): Plan {
  const found = findEndpoint(block, name, urls);
  if (!found.ok) return found;
  const { secret: current, signature } = found.raw;
  if (isRecord(signature) && signature["secret"] !== undefined)
    return {
      ok: false,
      why: `"${name}" signs with "signature.secret", which this does not rotate`,
    };
  const rotation = rotate(current, fresh(isKey(current)), { overlapMs, now });
  if (!rotation.ok) return { ok: false, why: `"${name}" ${rotation.why}` };
  const { secrets } = rotation;
  const plan = editEndpoint(block, name, { secret: secrets }, urls);
  if (!plan.ok) return plan;
  return { ...plan, byHand: { ...plan.byHand, value: { secret: withoutOld(secrets) } } };
}

/** An ed25519 key, the newest one deciding. */
function isKey(secret: unknown): boolean {
  const [first] = Array.isArray(secret) ? (secret as unknown[]) : [{ value: secret }];
  const value = isRecord(first) ? first["value"] : undefined;
  return typeof value === "string" && value.startsWith("whsk_");
}

/** What is there already is not shown again. */
function withoutOld(secrets: unknown): unknown {
  if (!Array.isArray(secrets)) return secrets;
  const [fresh, ...old] = secrets as Record<string, unknown>[];
  return [
    fresh,
    ...old.map((entry) => ({
      ...entry,
      ...(typeof entry["value"] === "string" &&
        !entry["value"].startsWith("${") && { value: "<as it stands there now>" }),
    })),
  ];
}
