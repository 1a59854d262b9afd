// One undici client, so one socket at a time, and the lanes of one origin that wait with their socket open.
// Knows when its socket was opened; leaves answers and failures to the exchange.
import { Client } from "undici";
import type { Marks } from "./dial.ts";
import type { Origin } from "./socket.ts";
import { Dial } from "./dial.ts";
import type { Failure, Stage } from "./failure.ts";
import { STOPPED } from "./failure.ts";

// Shorter than the idle timeout of common servers (Node: 5 s), so that they rarely close a socket under a request.
const IDLE_MS = 4_000;
const IDLE_MAX_MS = 60_000;

/** A place for one request at a time. */
export interface Lane {
  readonly client: Client;
  /** Limit of the next connection, in ms. */
  connectTimeoutMs: number;
  /** Of the connection in use or the last one tried. */
  marks: () => Marks | undefined;
  /** The stage of a connection that is being opened. */
  connecting: () => Stage | undefined;
  cancelConnect: (failure: Failure) => void;
}

/** The lanes of one origin and guard policy. The caller bounds how many requests are in flight. */
export interface Lanes {
  /** A free lane, the last used one first: its socket is the most likely to be open. */
  take: () => Lane;
  /** Keeps it for the next request, or closes it when `keep` lanes are already kept. */
  give: (lane: Lane, keep: number) => void;
  /** Requests in flight. */
  busy: () => number;
  /** Ends every socket; requests in flight fail. */
  destroy: () => Promise<void>;
}

export function createLanes(url: string, origin: Origin): Lanes {
  const idle: Lane[] = [];
  const taken = new Set<Lane>();
  let destroyed = false;
  return {
    take() {
      const lane = idle.pop() ?? createLane(url, origin);
      taken.add(lane);
      return lane;
    },
    give(lane, keep) {
      taken.delete(lane);
      if (destroyed || idle.length >= keep) void lane.client.destroy();
      else idle.push(lane);
    },
    busy: () => taken.size,
    async destroy() {
      destroyed = true;
      await Promise.all([...idle.splice(0), ...taken].map(destroyLane));
    },
  };
}

// undici leaves a connection that is being opened to its opener.
async function destroyLane(lane: Lane): Promise<void> {
  const ended = lane.client.destroy();
  lane.cancelConnect(STOPPED);
  await ended;
}

function createLane(url: string, origin: Origin): Lane {
  let dial: Dial | undefined;
  let isOpening = false;
  const lane: Lane = {
    client: new Client(url, {
      pipelining: 1,
      allowH2: false,
      // The exchange holds the deadline; two more timers would only cost.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MAX_MS,
      connect({ servername }, callback) {
        isOpening = true;
        const options = { servername: servername ?? undefined, timeoutMs: lane.connectTimeoutMs };
        dial = new Dial(origin, options, (...outcome) => {
          isOpening = false;
          callback(...outcome);
        });
      },
    }),
    connectTimeoutMs: 0,
    marks: () => dial?.marks,
    connecting: () => (isOpening ? dial?.stage : undefined),
    cancelConnect: (failure) => dial?.cancel(failure),
  };
  return lane;
}
