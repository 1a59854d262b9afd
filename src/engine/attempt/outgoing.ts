// The port to the network: one request out, one answer or one failure back. Expected failures are values.
import type { Method, OAuth2, ProxySettings, TlsSettings } from "../../config/settings.ts";
import type { Clock } from "../clock.ts";
import type { ErrorClass, Timings } from "../record.ts";
import type { Requests } from "../pace/requests.ts";

export interface OutgoingRequest {
  /** Its name, for whoever watches; absent = none is meant. */
  endpoint?: string;
  /** Absent = POST. */
  method?: Method;
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
  timeoutMs: number;
  connectTimeoutMs: number;
  allowPrivateNetwork: boolean | readonly string[];
  /** Most sockets kept open to this origin. */
  connections: number;
  /** Asks for a token first, and sends it along. */
  oauth2?: OAuth2;
  /** Most bytes of the answer's body that are read; absent = 16 kB. */
  maxAnswerBytes?: number;
  tls?: TlsSettings;
  proxy?: ProxySettings;
}

export type Answer =
  | {
      kind: "response";
      status: number;
      /** Lower-case names; of one that came several times, the first. */
      headers: Record<string, string>;
      /** At most `maxAnswerBytes` of the body, decoded leniently as UTF-8. */
      body: string;
      timings: Timings;
      address?: string;
    }
  | {
      kind: "failure";
      errorClass: ErrorClass;
      /** What happened, with host and port, never headers or body. */
      message: string;
      /** True when trying again cannot help until the config changes. */
      permanent?: boolean;
      timings: Timings;
      address?: string;
    };

export interface Transport {
  /** Never rejects. Follows no redirect. The timeout also covers reading the body. */
  send: (request: OutgoingRequest, signal: AbortSignal) => Promise<Answer>;
  close: () => Promise<void>;
}

/** What a try works with. */
export interface AttemptPorts {
  transport: Transport;
  clock: Clock;
  random: () => number;
  userAgent: string;
  /** How much of each response body the log keeps, in bytes. */
  responseBytes: () => number;
  signal: AbortSignal;
  /** What the endpoint may send yet; absent = as much as there is. */
  requests?: Requests;
}
