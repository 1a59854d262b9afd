// The device that the host has made of this machine, where a Gateway has let it in before: it proves itself by its
// key and the token that it was given (docs/gateway/protocol/auth.md). Read only: makes no device and pairs none.
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../config/problem/path.ts";

export interface Device {
  id: string;
  publicKeyPem: string;
  privateKeyPem: string;
  token: string;
  /** What it was let in for. */
  scopes: string[];
}

const ROLE = "operator";
const DEVICE = `SELECT device_id AS id, public_key_pem AS publicKeyPem, private_key_pem AS privateKeyPem
  FROM device_identities WHERE identity_key = 'primary'`;
const TOKEN = `SELECT token, scopes_json AS scopes FROM device_auth_tokens WHERE device_id = ? AND role = ?`;
const TOKEN_OF_ORIGIN = `SELECT token, scopes_json AS scopes FROM gateway_origin_device_tokens
  WHERE device_id = ? AND role = ? AND gateway_scope = ?`;

/** Undefined: there is none, none that was let in there, or none that can be read. */
export async function pairedDevice(stateDir: string, scope?: string): Promise<Device | undefined> {
  const path = join(stateDir, "state", "openclaw.sqlite");
  if (!existsSync(path)) return undefined;
  const { DatabaseSync } = await import("node:sqlite");
  try {
    using db = new DatabaseSync(path, { readOnly: true, timeout: 2000 });
    const device = db.prepare(DEVICE).get();
    if (device === undefined) return undefined;
    const id = String(device["id"]);
    const row =
      scope === undefined
        ? db.prepare(TOKEN).get(id, ROLE)
        : db.prepare(TOKEN_OF_ORIGIN).get(id, ROLE, scope);
    const scopes: unknown = JSON.parse(String(row?.["scopes"] ?? "null"));
    if (row === undefined || !Array.isArray(scopes)) return undefined;
    return {
      id,
      publicKeyPem: String(device["publicKeyPem"]),
      privateKeyPem: String(device["privateKeyPem"]),
      token: String(row["token"]),
      scopes: scopes.map(String),
    };
  } catch {
    // A host with other tables: it has to ask itself.
    return undefined;
  }
}

/** What the Gateway asks of a connection, and what the connection says of itself. */
export interface Introduction {
  nonce: string;
  /** Ms since the epoch, of the Gateway's clock. */
  ts: number;
  clientId: string;
  mode: string;
  platform: string;
  deviceFamily?: string;
}

/** As the host's `resolveGatewayClientPlatformIdentity` names machines. */
export function machineOf(
  platform: NodeJS.Platform,
): Pick<Introduction, "platform" | "deviceFamily"> {
  return MACHINES[platform] ?? { platform };
}

const MACHINES: Partial<Record<NodeJS.Platform, { platform: string; deviceFamily: string }>> = {
  darwin: { platform: "macos", deviceFamily: "Mac" },
  linux: { platform: "linux", deviceFamily: "Linux" },
  win32: { platform: "windows", deviceFamily: "Windows" },
};

/** `device` of `connect`: signed in the third form of `buildDeviceAuthPayloadV3`. */
export function signedDevice(device: Device, said: Introduction): Record<string, unknown> {
  const payload = [
    "v3",
    device.id,
    said.clientId,
    said.mode,
    ROLE,
    device.scopes.join(","),
    String(said.ts),
    device.token,
    said.nonce,
    said.platform.toLowerCase(),
    said.deviceFamily?.toLowerCase() ?? "",
  ].join("|");
  const key = createPrivateKey(device.privateKeyPem);
  return {
    id: device.id,
    publicKey: rawPublicKey(device.publicKeyPem),
    signature: sign(null, Buffer.from(payload, "utf8"), key).toString("base64url"),
    signedAt: said.ts,
    nonce: said.nonce,
  };
}

function rawPublicKey(pem: string): string {
  const jwk: unknown = createPublicKey(pem).export({ format: "jwk" });
  return isRecord(jwk) ? String(jwk["x"]) : "";
}
