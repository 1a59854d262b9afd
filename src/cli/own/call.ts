// One call of a Gateway's RPC over its WebSocket: connect, ask, hang up. The protocol: docs/gateway/protocol of the
// host (transport, handshake, auth). A call that is not let in is not tried again.
import { isRecord } from "../../config/problem/path.ts";
import { machineOf, signedDevice, type Device } from "./device.ts";
import type { Target } from "./target.ts";

export interface Caller extends Target {
  /** Speaks for the caller where there is no secret that both share. */
  device?: Device;
  version: string;
}

export type CallAnswer =
  | { kind: "answered"; value: unknown }
  /** The method was called, and said no. */
  | { kind: "refused"; message: string }
  | { kind: "unreachable" }
  /** It answers, but not to this caller. */
  | { kind: "not-let-in"; why: string };

const PROTOCOL = 4;
/** By these the Gateway knows a command line (`GATEWAY_CLIENT_NAMES`, `GATEWAY_CLIENT_MODES`). */
const CLIENT = { id: "cli", mode: "cli" };
/** A device is let in for the machine that it was paired on. */
const MACHINE = machineOf(process.platform);
/** `CLI_DEFAULT_OPERATOR_SCOPES`, as far as a method of ours can ask for them. */
const SCOPES = ["operator.admin", "operator.read", "operator.write"];
const CONNECT = "connect";
const CALL = "call";

/** Never rejects. `timeoutMs` from the first byte to the answer. */
export function callOnce(
  caller: Caller,
  { method, params, timeoutMs }: { method: string; params: object; timeoutMs: number },
): Promise<CallAnswer> {
  const socket = new WebSocket(caller.url);
  const ask = (id: string, name: string, content: object): void =>
    socket.send(JSON.stringify({ type: "req", id, method: name, params: content }));
  const { promise, resolve } = Promise.withResolvers<CallAnswer>();
  const timer = setTimeout(() => resolve({ kind: "unreachable" }), timeoutMs);
  let connected = false;
  const closed = (reason: string): CallAnswer =>
    connected || reason === "" ? { kind: "unreachable" } : { kind: "not-let-in", why: reason };
  socket.addEventListener("error", () => resolve({ kind: "unreachable" }));
  socket.addEventListener("close", ({ reason }) => resolve(closed(reason)));
  socket.addEventListener("message", ({ data }) => {
    const frame = frameOf(data);
    if (frame["event"] === "connect.challenge")
      ask(CONNECT, "connect", introduction(caller, frame));
    if (frame["type"] !== "res") return;
    const { id, ok } = frame;
    if (id === CONNECT && ok !== true) resolve({ kind: "not-let-in", why: messageOf(frame) });
    else if (id === CONNECT) {
      connected = true;
      ask(CALL, method, params);
    } else if (id === CALL)
      resolve(
        ok === true
          ? { kind: "answered", value: frame["payload"] }
          : { kind: "refused", message: messageOf(frame) },
      );
  });
  return promise.finally(() => {
    clearTimeout(timer);
    socket.close();
  });
}

function introduction(caller: Caller, challenge: Record<string, unknown>): object {
  const { device, shared, version } = caller;
  const asked = isRecord(challenge["payload"]) ? challenge["payload"] : {};
  const proof =
    shared === undefined && device !== undefined
      ? {
          scopes: device.scopes,
          auth: { deviceToken: device.token },
          device: signedDevice(device, {
            nonce: String(asked["nonce"]),
            ts: Number(asked["ts"]),
            clientId: CLIENT.id,
            mode: CLIENT.mode,
            ...MACHINE,
          }),
        }
      : { scopes: SCOPES, auth: { ...shared } };
  return {
    minProtocol: PROTOCOL,
    maxProtocol: PROTOCOL,
    client: { ...CLIENT, ...MACHINE, version },
    role: "operator",
    caps: [],
    ...proof,
  };
}

function frameOf(data: unknown): Record<string, unknown> {
  try {
    const frame: unknown = JSON.parse(String(data));
    return isRecord(frame) ? frame : {};
  } catch {
    return {};
  }
}

function messageOf({ error }: Record<string, unknown>): string {
  return isRecord(error) && typeof error["message"] === "string" ? error["message"] : "";
}
