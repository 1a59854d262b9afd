// What goes over one connection, step by step: every byte and every close. Knows no HTTP.
import type { Socket } from "node:net";

/** One thing that the receiver does with a connection; a reply is a list of them. */
export type Step =
  | { send: string | Uint8Array }
  /** Waits before the next step. */
  | { pauseMs: number }
  /** Keeps sending this chunk until `bytes` are out (`Infinity`: for ever) or the peer goes away. */
  | { flood: Uint8Array; bytes: number }
  /** Ends the connection: `fin` in good manners, `rst` without. */
  | { close: "fin" | "rst" }
  /** Does nothing more and keeps the connection. */
  | { hang: true };

export type Reply = readonly Step[];

/** Never rejects. Resolves at the end or at `hang`, with false when the peer left before. */
export async function play(socket: Socket, reply: Reply): Promise<boolean> {
  for (const step of reply) {
    if (socket.destroyed) return false;
    if ("hang" in step) return true;
    if ("send" in step) await send(socket, step.send);
    else if ("pauseMs" in step) await pause(socket, step.pauseMs);
    else if ("flood" in step) await flood(socket, step.flood, step.bytes);
    else return close(socket, step.close);
  }
  return !socket.destroyed;
}

/** Resolves when the system has taken it, so that what ends the connection next takes nothing back. */
function send(socket: Socket, bytes: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()));
}

function close(socket: Socket, manner: "fin" | "rst"): true {
  if (manner === "fin") socket.end();
  else socket.resetAndDestroy();
  return true;
}

function pause(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      socket.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    socket.on("close", done);
  });
}

async function flood(socket: Socket, chunk: Uint8Array, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += chunk.length) {
    const more = socket.write(chunk.subarray(0, bytes - sent));
    if (more) continue;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off("drain", done).off("close", done);
        resolve();
      };
      socket.on("drain", done).on("close", done);
    });
  }
}
