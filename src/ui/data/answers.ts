// The shapes of what the Gateway answers the page. Types alone: nothing here computes.
import type { DeliveryDetail, DeliveryRow } from "../../view/delivery.ts";
import type { EndpointRow } from "../../view/endpoint.ts";
import type { ListParams } from "../../view/questions.ts";
import type { Preview } from "../../outbound/preview.ts";

export type { AttemptRow, DeliveryDetail, DeliveryRow } from "../../view/delivery.ts";
export type { EndpointDecision, ExplanationView } from "../../view/explanation.ts";
export type { EndpointRow } from "../../view/endpoint.ts";
export type { DeliveryPage, RequestPage } from "../../view/questions.ts";
export type { RouteRow } from "../../view/route.ts";
export type { RequestDetail, RequestRow } from "../../view/request.ts";
export type {
  EndpointAsWritten,
  EndpointForm,
  FormatRow,
  FormField,
  SetupChange,
  SetupCheck,
  SetupForm,
  SetupRemark,
  SetupStanding,
  SetupWritten,
} from "../../view/setup.ts";
export type { RequestReplayView, RequestStory } from "../../view/request-replay.ts";
export type { StoreView } from "../../view/store.ts";
export type { ShownText } from "../../view/text.ts";

/** The settings may not be there to tell all of it. */
export type PreviewAnswer = Partial<Preview>;

export type EndpointState = EndpointRow["state"];
export type Status = DeliveryRow["status"];

/** What a list of deliveries is narrowed to. Times are ISO 8601. */
export interface DeliveryFilter extends Pick<ListParams, "status"> {
  endpoint?: string;
  event?: string;
  agent?: string;
  instanceId?: string;
  since?: string;
  until?: string;
  text?: string;
}

export type Range = "hour" | "day" | "week";

/** Rates are 0 to 1, times ISO 8601, percentiles ms. Absent: nothing was sent. */
export interface Figures {
  delivered: number;
  failed: number;
  dead: number;
  successRate?: number;
  p50?: number;
  p95?: number;
  p99?: number;
}

export interface StatsPoint extends Omit<Figures, "successRate"> {
  at: string;
}

export interface StatsAnswer {
  range: Range;
  from: string;
  to: string;
  stepMs: number;
  points: StatsPoint[];
  total: Figures;
  backlog: { waiting: number; oldestAt?: string; dead: number };
  endpoints: Array<Figures & { endpoint: string; waiting: number }>;
}

export interface BulkAnswer {
  matched: number;
  changed: number;
  more: boolean;
}

export type TestAnswer = { sent: false; reason: string } | ({ sent: true } & DeliveryDetail);
