// The way to a server, which a test can cut, and mend: what went through breaks, what comes is refused.
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Relay {
  port: number;
  /** Ends every connection, and refuses new ones. */
  cut: () => void;
  /** Takes bytes and passes none on, in either direction: a server that hangs, or half a connection. */
  stall: () => void;
  /**
   * The next connection that asks all of these, one after another, is broken while the last one is on its way to the
   * server: it is heard there, and never answered. Resolves then.
   */
  loseAnswer: (...questions: readonly string[]) => Promise<void>;
  mend: () => void;
  close: () => Promise<void>;
}

export async function startRelay(target: { host: string; port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  let state: "open" | "cut" | "stalled" = "open";
  let unanswered: { questions: readonly string[]; onLost: () => void } | undefined;
  const server = createServer((near) => {
    if (state === "cut") {
      near.destroy();
      return;
    }
    const far = connect(target);
    let asked = 0;
    near.on("data", (bytes) => {
      if (unanswered === undefined) return;
      const { questions, onLost } = unanswered;
      if (bytes.includes(questions[asked] ?? "")) asked += 1;
      if (asked < questions.length) return;
      unanswered = undefined;
      // What it asked goes on to the server, with the end of the connection behind it.
      far.removeAllListeners("data");
      setImmediate(() => near.destroy());
      onLost();
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => {
        if (state !== "stalled") to.write(bytes);
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        to.destroySoon();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = "cut";
      breakAll();
    },
    stall() {
      state = "stalled";
    },
    loseAnswer: (...questions) =>
      new Promise((resolve) => {
        unanswered = { questions, onLost: resolve };
      }),
    mend() {
      // What was swallowed meanwhile is missing: such a connection is of no use.
      if (state === "stalled") breakAll();
      state = "open";
    },
    close: () =>
      new Promise((resolve) => {
        breakAll();
        server.close(() => resolve());
      }),
  };
}
