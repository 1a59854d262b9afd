// One call of a Gateway's RPC over its WebSocket, as a program on the same machine makes it: connect,
// ask, hang up. The protocol: docs/gateway/protocol/handshake.md of the host. A command of the host's
// own CLI does the same and takes seconds.

interface Frame {
  type: "event" | "res";
  event?: string;
  id?: string;
  ok?: boolean;
  payload?: unknown;
  error?: { code?: string; message?: string };
}

export interface Caller {
  port: number;
  token: string;
  /** What the connection may do. */
  scopes?: readonly string[];
}

const ALL_SCOPES = ["operator.read", "operator.write", "operator.admin"];

/** Resolves with the method's answer; rejects with the Gateway's own words. */
export function callGateway(caller: Caller, method: string, params: object): Promise<unknown> {
  const socket = new WebSocket(`ws://127.0.0.1:${caller.port}`);
  const ask = (id: string, name: string, content: object): void =>
    socket.send(JSON.stringify({ type: "req", id, method: name, params: content }));
  return new Promise<unknown>((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error(`${method}: no Gateway answers`)));
    socket.addEventListener("close", ({ code, reason }) =>
      reject(new Error(`${method}: the Gateway hung up (${code} ${reason})`)),
    );
    socket.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.event === "connect.challenge") ask("connect", "connect", introduction(caller));
      if (frame.type !== "res") return;
      if (frame.ok !== true) reject(new Error(`${method} failed: ${frame.error?.message}`));
      else if (frame.id === "connect") ask("call", method, params);
      else resolve(frame.payload);
    });
  }).finally(() => socket.close());
}

/** Helpers on this machine are let in by the Gateway's token alone (docs/gateway/protocol/auth.md). */
function introduction({ token, scopes = ALL_SCOPES }: Caller): object {
  return {
    minProtocol: 4,
    maxProtocol: 4,
    client: { id: "gateway-client", version: "1.0.0", platform: process.platform, mode: "backend" },
    role: "operator",
    scopes,
    caps: [],
    auth: { token },
  };
}
