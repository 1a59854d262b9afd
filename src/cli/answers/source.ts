// Where a command gets its answers: the running Gateway, and for reading the database when none runs.
import { existsSync } from "node:fs";
import type { StoreReader } from "../../engine/store/sqlite/sqlite-store.ts";
import type * as Questions from "../../view/questions.ts";
import { Failure } from "../failure.ts";
import { noLogYet } from "./no-log.ts";
import type * as OfflineLog from "../offline/log/explain.ts";
import type { OfflinePorts } from "../offline/log/explain.ts";
import type { OfflinePreview, PreviewParams } from "../offline/preview.ts";

export type GatewayAnswer =
  | { kind: "answered"; value: unknown }
  /** It runs and said no: a wrong parameter, no permission, nothing of that name. */
  | { kind: "refused"; message: string }
  | { kind: "unreachable" };

/** Methods of the host's own that are asked for beside ours. */
export type HostMethod = "config.get" | "config.patch";

export interface SourcePorts {
  /** Calls `eventWebhooks.<method>`. Never rejects. */
  callGateway: (method: string, params: object) => Promise<GatewayAnswer>;
  /** The delivery log of this machine's Gateway. */
  databasePath: string;
  environment: OfflinePorts["environment"];
  now: () => number;
  notice: (line: string) => void;
}

export interface Source {
  /** Throws `Failure` when there is no answer. */
  ask: <Answer>(method: string, params?: object) => Promise<Answer>;
  close: () => Promise<void>;
}

export function createSource(ports: SourcePorts): Source {
  const { callGateway, databasePath, notice } = ports;
  let opened: Opened | undefined;

  return {
    async ask<Answer>(method: string, params: object = {}) {
      if (!opened) {
        const answer = await callGateway(method, params);
        if (answer.kind === "answered") return answer.value as Answer;
        if (answer.kind === "refused") throw new Failure("failed", answer.message);
        if (method === "preview" && !isOfLog(params)) {
          return (await previewBySettings(ports, params as PreviewParams)) as Answer;
        }
        opened = await openReader(ports, method);
        notice(`No Gateway answers; this is what ${databasePath} holds.`);
      }
      return (await readOffline({ ...ports, ...opened }, method, params)) as Answer;
    },
    async close() {
      await opened?.reader.close();
    },
  };
}

/** A sample needs no log; an event of it does. */
function isOfLog(params: { event?: string }): boolean {
  return params.event?.startsWith("evt_") === true;
}

async function previewBySettings(
  { environment, notice, now }: Pick<SourcePorts, "environment" | "notice" | "now">,
  params: PreviewParams,
  reader?: Pick<StoreReader, "findEvent">,
): Promise<unknown> {
  const { previewOffline } = await import("../offline/preview.ts");
  const findEvent: OfflinePreview["findEvent"] = async (id) => (await reader?.findEvent(id))?.event;
  return previewOffline({ environment, notice, findEvent, now: now() }, params);
}

const NEEDS_GATEWAY = "this needs a running Gateway: start it with `openclaw gateway run`";

type Reading = (
  questions: typeof Questions,
  log: Questions.LogReader,
  params: never,
) => Promise<unknown>;

/** Of the log alone. */
const READINGS: Readonly<Record<string, Reading>> = {
  list: (questions, log, params) => questions.listDeliveries(log, params),
  show: (questions, log, params) => questions.showDelivery(log, params),
  "requests.list": (questions, log, params) => questions.listRequests(log, params),
  "requests.show": (questions, log, params) => questions.showRequest(log, params),
  stats: async (_, log, params) =>
    (await import("../../view/stats.ts")).readStats(log, params, Date.now()),
};

type Judging = (offline: typeof OfflineLog, ports: OfflinePorts, params: never) => Promise<unknown>;

/** Of the log and the settings. */
const JUDGINGS: Readonly<Record<string, Judging>> = {
  explain: (offline, ports, params) => offline.explainOffline(ports, params),
  endpoints: (offline, ports) => offline.listEndpointsOffline(ports),
  routes: (offline, ports) => offline.listRoutesOffline(ports),
  preview: (_, ports, params) => previewBySettings(ports, params, ports.reader),
};

interface Opened {
  reader: StoreReader;
  /** Whose log it is, where the settings tell. */
  own: string | undefined;
}

type OfflineLog = OfflinePorts & Opened;

async function openReader(
  { databasePath: path, environment, now }: SourcePorts,
  method: string,
): Promise<Opened> {
  if (READINGS[method] === undefined && JUDGINGS[method] === undefined)
    throw new Failure("failed", NEEDS_GATEWAY);
  const { readGatewaySettings } = await import("../offline/settings/gateway-settings.ts");
  const { assumed } = (await readGatewaySettings(environment, now())).examination ?? {};
  // The file of this Gateway is then the one of before, if there is one.
  if (assumed?.store !== undefined)
    throw new Failure(
      "failed",
      `No Gateway answers, and the log is a shared one: ${NEEDS_GATEWAY}`,
    );
  if (!existsSync(path)) {
    const { title, detail, remediation } = noLogYet(path);
    throw new Failure("failed", `No Gateway answers. ${title}. ${detail} ${remediation}`);
  }
  const { openSqliteReader } = await import("../../engine/store/sqlite/sqlite-store.ts");
  try {
    return { reader: openSqliteReader({ path }), own: assumed?.instanceId };
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw new Failure("failed", `No Gateway answers, and its log cannot be read: ${why}`);
  }
}

async function readOffline(ports: OfflineLog, method: string, given: object): Promise<unknown> {
  const { withWholeIds } = await import("../../view/questions.ts");
  const meant = await withWholeIds({ ...ports.reader, ...ports.reader.inbox }, given);
  if (!meant.ok) throw new Failure("failed", meant.problem);
  const { params } = meant;
  const answer = await (READINGS[method]
    ? readLog(ports, method, params)
    : judge(ports, method, params));
  if (answer === undefined) throw new Failure("failed", "the log does not hold it");
  return answer;
}

async function readLog(
  { reader, own }: OfflineLog,
  method: string,
  params: object,
): Promise<unknown> {
  const { ofOneGateway } = await import("../../view/one-gateway.ts");
  const log = ofOneGateway({ ...reader, ...reader.inbox }, own);
  return READINGS[method]?.(await import("../../view/questions.ts"), log, params as never);
}

async function judge(ports: OfflinePorts, method: string, params: object): Promise<unknown> {
  const judging = JUDGINGS[method];
  if (judging === undefined) throw new Failure("failed", NEEDS_GATEWAY);
  return judging(await import("../offline/log/explain.ts"), ports, params as never);
}
