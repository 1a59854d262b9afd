// Everything that operators hear of the sending itself, as events of its own.
import type { Clock } from "../clock.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { IdSource } from "../ids.ts";
import type { EventRecord } from "../record.ts";
import type { Store } from "../store/store.ts";
import { createBacklogWatch } from "./backlog.ts";
import { operationalEvent, type OperationalFact } from "./event.ts";
import { createWatch, type Watch } from "./watch.ts";

export interface Reporter extends Watch {
  start: () => void;
}

export interface ReporterPorts {
  store: Store;
  clock: Clock;
  trouble: StorageTrouble;
  outlets: ReadonlyMap<string, Outlet>;
  ids: IdSource;
  instanceId: () => string;
  capture: (events: readonly EventRecord[]) => Promise<unknown>;
}

export function createReporter(ports: ReporterPorts): Reporter {
  const tell = (fact: OperationalFact): void =>
    void ports.capture([operationalEvent(fact, ports.ids, ports.instanceId())]);
  const watch = createWatch({ ...ports, tell });
  const backlog = createBacklogWatch({ ...ports, tell });
  return {
    ...watch,
    start: backlog.start,
    stop() {
      watch.stop();
      backlog.stop();
    },
  };
}
