// What the engine is given and what it keeps: the words of the delivery log.

/** An event as it is stored: the envelope's JSON, and beside it the few fields that decide who hears it. */
export interface EventRecord {
  /** `evt_…`, sortable by time. */
  id: string;
  type: string;
  /** When it happened, ms since the epoch. */
  at: number;
  agentId?: string;
  channel?: string;
  userId?: string;
  sessionKey?: string;
  /** W3C trace context of the run, sent as the `traceparent` header. */
  traceparent?: string;
  /** How often in this chain a request had started a run, sent as `X-OpenClaw-Hops`; absent = never. */
  hops?: number;
  /** An endpoint that gets it whatever it listens to: a callback. Used once, when deliveries are made. */
  addressee?: string;
  /** Another one, which tells the sender of a request its reply. Used once, when deliveries are made. */
  replyEndpoint?: string;
  /** An endpoint that does not get it, because it is about that one. Used once, when deliveries are made. */
  about?: string;
  /** The envelope, serialised once; its UTF-8 bytes are the body of a delivery without transform. */
  json: string;
}

export type DeliveryStatus = "pending" | "delivered" | "failed" | "dead";

/** One event on its way to one endpoint. */
export interface Delivery {
  /** `dlv_…`, sortable by time. */
  id: string;
  eventId: string;
  eventType: string;
  endpoint: string;
  status: DeliveryStatus;
  /** Attempts that were made. */
  attempts: number;
  /** Session key of the event: the lane of `ordering: "session"`. */
  lane?: string;
  /** Sent once more at an operator's wish: says so to the receiver, and nothing about the endpoint's health. */
  replay?: true;
  /** Nobody sends it: its receiver reads it, and acknowledges that as its one attempt. */
  feed?: true;
  createdAt: number;
  updatedAt: number;
  /** When the next attempt is due, ms since the epoch; absent once settled for good, and in a feed. */
  nextAttemptAt?: number;
  /** What the last attempt showed. */
  httpStatus?: number;
  durationMs?: number;
  error?: string;
  /** Of its event, in lists alone: whom it is about. */
  agentId?: string;
  userId?: string;
  sessionKey?: string;
  /** In lists of a shared log alone: the Gateway that captured its event. */
  instance?: string;
}

/** Where the time of an attempt went, ms from its start; absent = that stage was not reached or was reused. */
export interface Timings {
  dns?: number;
  connect?: number;
  tls?: number;
  firstByte?: number;
  total: number;
}

/** Why an attempt did not deliver. */
export type ErrorClass =
  | "status"
  /** It came, and says that it was not taken. */
  | "answer"
  | "redirect"
  | "dns"
  | "connect"
  | "tls"
  | "timeout"
  | "reset"
  | "truncated"
  | "refused"
  /** The proxy, not the receiver. */
  | "proxy"
  /** There was no token to send it with. */
  | "token"
  | "render"
  /** Nobody read it in time. */
  | "unread"
  | "config"
  | "internal";

/** One HTTP request of a delivery, as the log keeps it. */
export interface Attempt {
  deliveryId: string;
  /** 1 for the first. */
  number: number;
  at: number;
  httpStatus?: number;
  errorClass?: ErrorClass;
  /** What went wrong and what to do; never a secret or a body. */
  error?: string;
  timings: Timings;
  /** Start of the response body as text, already capped. */
  response?: string;
  /** Address that was connected to. */
  address?: string;
}
