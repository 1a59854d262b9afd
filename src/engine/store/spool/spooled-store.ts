// A store on a server that may be away: what comes meanwhile is kept in a file of this Gateway, and told in its order
// once the server is back. Knows no table of either.
import type { EndpointState, Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import type { Entry } from "./journal.ts";
import type { SpooledStorePorts } from "./spooled-ports.ts";

export interface SpooledStore extends Store {
  /** Resolves when the server was reached, or found to be away. */
  start: () => Promise<void>;
}

const AGAIN_MS = 1000;

/**
 * `away` until the server was first reached. Questions are answered by nobody meanwhile: claims find nothing, and
 * everything that a person asks rejects with what is wrong.
 */
export function spooled<Remote extends Store>(
  ports: SpooledStorePorts<Remote>,
): Remote & SpooledStore {
  const { remote, journal, clock } = ports;
  const watchers: (() => void)[] = [];
  let state: "away" | "telling" | "here" = "away";
  let said: string | undefined;
  let isClosed = false;
  let isNew = true;
  let isLooking = false;
  let cancel: (() => void) | undefined;

  function lose(error: unknown): void {
    state = "away";
    const reason = error instanceof Error ? error.message : String(error);
    if (said === undefined) {
      said = reason;
      ports.onAway(reason);
    }
    again(AGAIN_MS);
  }

  function stateChanged(endpoint: EndpointState): void {
    const others = journal.states().filter(({ name }) => name !== endpoint.name);
    journal.keepStates(Object.keys(endpoint).length > 1 ? [...others, endpoint] : others);
  }

  const stir = (): void => watchers.forEach((watcher) => watcher());

  function again(ms: number): void {
    cancel?.();
    if (!isClosed) cancel = clock.after(ms, () => void look());
  }

  /** Reaches the server, tells it what waits, or gives it a sign. One at a time, however long the server takes. */
  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      if (state === "away") {
        await ports.arrive();
        state = "telling";
        await tell();
      } else await ports.sign();
      stir();
    } catch (error) {
      lose(error);
    }
    isLooking = false;
    again(state === "here" ? ports.signMs : AGAIN_MS);
  }

  /** Until nothing waits; what comes meanwhile joins the line. */
  async function tell(): Promise<void> {
    await tellUntil(journal.inherited);
    if (isNew) await ports.takeBack();
    isNew = false;
    await tellUntil(Infinity);
    if (isClosed) return;
    state = "here";
    if (said === undefined) return;
    said = undefined;
    ports.onAway(undefined);
  }

  async function tellUntil(last: number): Promise<void> {
    for (;;) {
      const next = journal.first();
      if (next === undefined || next.number > last || isClosed) return;
      await tellOne(next.entry);
      journal.drop(next.number);
    }
  }

  async function tellOne(entry: Entry): Promise<void> {
    try {
      if (entry.kind === "group") await remote.commit(entry.group);
      else await remote.saveEndpointState(entry.state);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      ports.onLost(
        `an entry of the spool cannot be told to the database and is left out: ${String(error)}`,
      );
    }
  }

  /** To the server, or behind all that waits for it. */
  async function keep(entry: Entry, told: () => Promise<void>): Promise<void> {
    if (state === "here") {
      try {
        await told();
        return;
      } catch (error) {
        // Whatever the server has: what is in the journal outlives us, what waits in memory does not.
        if (!(error instanceof StoreError)) throw error;
        lose(error);
      }
    }
    journal.append(entry);
  }

  /** Nothing while the server is away: what is due is asked for again once it is back. */
  async function orNothing<Result>(ask: () => Promise<Result>, nothing: Result): Promise<Result> {
    if (state !== "here") return nothing;
    try {
      return await ask();
    } catch (error) {
      if (!isAway(error)) throw error;
      lose(error);
      return nothing;
    }
  }

  ports.onWord(() => {
    if (state === "here") stir();
  });

  return {
    ...remote,
    commit: (group) => keep({ kind: "group", group }, () => remote.commit(group)),
    async saveEndpointState(endpoint) {
      await keep({ kind: "state", state: endpoint }, () => remote.saveEndpointState(endpoint));
      stateChanged(endpoint);
    },
    claim: (query) => orNothing(() => remote.claim(query), []),
    dueTimes: () => orNothing(() => remote.dueTimes(), new Map()),
    prune: (query) => orNothing(() => remote.prune(query), { deleted: 0, done: true }),
    ageFigures: (query) => orNothing(() => remote.ageFigures(query), { done: true }),
    giveUpUnread: (order) => orNothing(() => remote.giveUpUnread(order), []),
    turnWaiting: (order) => orNothing(() => remote.turnWaiting(order), 0),
    // What an engine that is gone had is given back on arrival.
    releaseLeases: async () => 0,
    async endpointStates() {
      const states = await orNothing<Awaited<ReturnType<Store["endpointStates"]>> | undefined>(
        () => remote.endpointStates(),
        undefined,
      );
      if (states === undefined) return journal.states();
      journal.keepStates(states);
      return states;
    },
    async shared() {
      const told = await orNothing(ports.describe, ports.described);
      return { ...told, ...(said !== undefined && { away: said }), spooled: journal.count() };
    },
    watch: (watcher) => void watchers.push(watcher),
    start: look,
    async close() {
      isClosed = true;
      cancel?.();
      await remote.close();
      journal.close();
    },
  };
}

/** Nothing can be asked there at the moment. */
function isAway(error: unknown): boolean {
  return error instanceof StoreError && ["away", "denied", "untrusted"].includes(error.code);
}
