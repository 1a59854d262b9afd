// Incident tools, stores of logs, and receivers of data as their pages describe them.
import { HTTP, type CloudEvent } from "cloudevents";
import { at, json, text, type StandIn } from "./stand-in.ts";

const token = "t0k3n-t0k3n-t0k3n";

/** https://developer.pagerduty.com/docs/send-alert-event#response-codes--retry-logic */
const pagerduty: StandIn = {
  settings: { url: "https://events.pagerduty.com/v2/enqueue", options: { token } },
  receive(request) {
    const body = json(request);
    const errors = [
      at(body, "routing_key") === token ? "" : "'routing_key' is invalid",
      ["trigger", "resolve"].includes(text(body, "event_action"))
        ? ""
        : "'event_action' is invalid",
      text(body, "dedup_key") !== "" && text(body, "dedup_key").length <= 255
        ? ""
        : "'dedup_key' is invalid",
      text(body, "payload", "summary") !== "" && text(body, "payload", "summary").length <= 1024
        ? ""
        : "'payload.summary' is missing or too long",
      text(body, "payload", "source") === "" ? "'payload.source' is missing or blank" : "",
      ["critical", "error", "warning", "info"].includes(text(body, "payload", "severity"))
        ? ""
        : "'payload.severity' is invalid",
      request.body.length <= 512 * 1024 &&
      text(body, "payload", "custom_details", "text").length <= 20_000
        ? ""
        : "too large",
    ].filter((error) => error !== "");
    if (errors.length > 0)
      return {
        status: 400,
        body: { status: "invalid event", message: "Event object is invalid", errors },
      };
    return {
      status: 202,
      body: { status: "success", message: "Event processed", dedup_key: at(body, "dedup_key") },
    };
  },
  active: () => [],
  reads: (request) => text(json(request), "payload", "custom_details", "text"),
  refuses: [
    {
      settings: { options: { token: "another-token" } },
      status: "dead",
      error: "HTTP 400: PagerDuty invalid event: 'routing_key' is invalid (no retry: giveUpOn)",
    },
    { answer: { status: 429, body: {} }, status: "failed", busy: true },
    { answer: { status: 200, body: "<html>" }, status: "failed" },
  ],
};

/** https://docs.opsgenie.com/docs/alert-api#create-alert and #close-alert */
const opsgenie: StandIn = {
  settings: { url: "https://api.opsgenie.com/v2/alerts", options: { token } },
  receive(request) {
    const { pathname, searchParams } = request.url;
    if (request.headers["authorization"] !== `GenieKey ${token}`) {
      return {
        status: 401,
        body: { message: "Could not authenticate", took: 0.1, requestId: "r" },
      };
    }
    const accepted = {
      status: 202,
      body: { result: "Request will be processed", took: 0.1, requestId: "r" },
    };
    const invalid = {
      status: 422,
      body: {
        message: "Request body is not processable. Please check the errors.",
        errors: {},
        took: 0.1,
      },
    };
    const body = json(request);
    if (pathname !== "/v2/alerts") {
      const isClose = /^\/v2\/alerts\/[^/]+\/close$/.test(pathname);
      return isClose && searchParams.get("identifierType") === "alias" ? accepted : invalid;
    }
    const within = (key: string, most: number): boolean =>
      text(body, key).length > 0 && text(body, key).length <= most;
    const isSound = within("message", 130) && within("alias", 512) && within("source", 100);
    return isSound && within("description", 15_000) && /^P[1-5]$/.test(text(body, "priority"))
      ? accepted
      : invalid;
  },
  active: () => [],
  reads: (request) => text(json(request), "description"),
  refuses: [
    {
      settings: { options: { token: "another-token" } },
      status: "failed",
      error: "HTTP 401: Opsgenie Could not authenticate",
    },
    {
      answer: { status: 422, body: { message: "Request body is not processable." } },
      status: "dead",
      error: "HTTP 422: Opsgenie Request body is not processable. (no retry: giveUpOn)",
    },
    { answer: { status: 200, body: "<html>" }, status: "failed" },
  ],
};

/** https://docs.datadoghq.com/api/latest/logs/#send-logs */
const datadog: StandIn = {
  settings: { url: "https://http-intake.logs.datadoghq.eu/api/v2/logs", options: { token } },
  receive(request) {
    const refuse = (status: number, title: string, detail: string) => ({
      status,
      body: { errors: [{ status: String(status), title, detail }] },
    });
    if (request.headers["dd-api-key"] !== token) return refuse(403, "Forbidden", "API key invalid");
    const entries = JSON.parse(request.body) as unknown;
    if (Array.isArray(entries) && entries.length === 1 && text(entries, 0, "message") !== "")
      return { status: 202, body: {} };
    return refuse(400, "Bad Request", "Invalid payload");
  },
  refuses: [
    {
      settings: { options: { token: "another-token" } },
      status: "failed",
      error: "HTTP 403: Datadog Forbidden: API key invalid",
    },
    {
      answer: {
        status: 413,
        body: { errors: [{ title: "Payload too large", detail: "more than 5 MB" }] },
      },
      status: "dead",
      error: "HTTP 413: Datadog Payload too large: more than 5 MB (no retry: giveUpOn)",
    },
    { answer: { status: 200, body: "<html>" }, status: "failed" },
  ],
};

/** https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector#Possible_error_codes */
const splunkHec: StandIn = {
  settings: { url: "https://splunk.example:8088/services/collector/event", options: { token } },
  receive(request) {
    if (request.headers["authorization"] !== `Splunk ${token}`)
      return { status: 403, body: { text: "Invalid token", code: 4 } };
    const body = json(request);
    if (at(body, "event") === undefined)
      return { status: 400, body: { text: "Event field is required", code: 12 } };
    if (typeof at(body, "time") !== "number")
      return { status: 400, body: { text: "Error in handling indexed fields", code: 15 } };
    return { status: 200, body: { text: "Success", code: 0 } };
  },
  refuses: [
    {
      settings: { options: { token: "another-token" } },
      status: "failed",
      error: "HTTP 403: Splunk 4: Invalid token",
    },
    {
      answer: { status: 400, body: { text: "Invalid data format", code: 6 } },
      status: "dead",
      error: "HTTP 400: Splunk 6: Invalid data format (no retry: giveUpOn)",
    },
    {
      answer: { status: 503, body: { text: "Server is busy", code: 9 } },
      status: "failed",
      busy: true,
    },
    { answer: { status: 200, body: "<html>" }, status: "failed" },
  ],
};

/** https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs */
const loki: StandIn = {
  settings: { url: "https://loki.example/loki/api/v1/push", options: { tenant: "team-a" } },
  receive(request) {
    if (request.headers["x-scope-orgid"] !== "team-a") return { status: 401, body: "no org id" };
    const [time, line] = at(json(request), "streams", 0, "values", 0) as unknown[];
    const labels = Object.values(at(json(request), "streams", 0, "stream") as object);
    const isSound =
      /^\d{19}$/.test(String(time)) && typeof time === "string" && typeof line === "string";
    if (!isSound || labels.some((label) => typeof label !== "string" || label === "")) {
      return {
        status: 400,
        body: "loghttp.PushRequest.Streams: unmarshalerDecoder: Value looks like Number/Boolean/None",
      };
    }
    return { status: 204 };
  },
  refuses: [
    { settings: { options: {} }, status: "failed", error: "HTTP 401: Loki no org id" },
    {
      answer: { status: 400, body: "entry too far behind" },
      status: "dead",
      error: "HTTP 400: Loki entry too far behind (no retry: giveUpOn)",
    },
    { answer: { status: 200, body: "<html>" }, status: "failed" },
  ],
};

const documents = new Set<string>();

/** https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-create */
const elastic: StandIn = {
  settings: { url: "https://elastic.example:9200/openclaw", options: { token } },
  receive(request) {
    const error = (type: string, reason: string, status: number) => ({
      status,
      body: { error: { type, reason }, status },
    });
    if (request.headers["authorization"] !== `ApiKey ${token}`)
      return error("security_exception", "unable to authenticate", 401);
    const id = /^\/openclaw\/_create\/([^/]+)$/.exec(request.url.pathname)?.[1];
    if (request.method !== "PUT" || id === undefined)
      return error("invalid_index_name_exception", "no such path", 400);
    if (documents.has(id))
      return error("version_conflict_engine_exception", "document already exists", 409);
    if (Number.isNaN(Date.parse(text(json(request), "@timestamp"))))
      return error("document_parsing_exception", "no @timestamp", 400);
    documents.add(id);
    return { status: 201, body: { result: "created" } };
  },
  refuses: [
    {
      settings: { options: { token: "another-token" } },
      status: "failed",
      error: "HTTP 401: Elasticsearch security_exception: unable to authenticate",
    },
    {
      answer: {
        status: 400,
        body: { error: { type: "document_parsing_exception", reason: "no" } },
      },
      status: "dead",
      error: "HTTP 400: Elasticsearch document_parsing_exception: no (no retry: giveUpOn)",
    },
    {
      answer: { status: 409, body: { error: { type: "version_conflict_engine_exception" } } },
      status: "delivered",
    },
  ],
};

/** https://docs.newrelic.com/docs/logs/log-api/introduction-log-api/ */
const newRelic: StandIn = {
  settings: { url: "https://log-api.eu.newrelic.com/log/v1", options: { token } },
  receive(request) {
    if (request.headers["api-key"] !== token)
      return { status: 403, body: { error: "Invalid license key" } };
    const [block] = JSON.parse(request.body) as unknown[];
    const isSound =
      text(block, "logs", 0, "message") !== "" &&
      Number.isInteger(at(block, "logs", 0, "timestamp"));
    return isSound
      ? { status: 202, body: { requestId: "r" } }
      : { status: 400, body: { error: "Malformed" } };
  },
  refuses: [
    {
      settings: { options: { token: "another-token" } },
      status: "failed",
      error: "HTTP 403: New Relic Invalid license key",
    },
    { answer: { status: 413, body: "" }, status: "dead" },
    { answer: { status: 200, body: "<html>" }, status: "failed" },
  ],
};

/** Held to the SDK of the CloudEvents project. */
const cloudevents: StandIn = {
  settings: { url: "https://events.example/", options: {} },
  receive(request) {
    try {
      const message = { headers: request.headers, body: request.body };
      const read = HTTP.toEvent(message) as CloudEvent | CloudEvent[];
      const [event] = Array.isArray(read) ? read : [read];
      return { status: event?.validate() === true && typeof event.data === "object" ? 202 : 400 };
    } catch (error) {
      return { status: 400, body: { message: String(error) } };
    }
  },
  refuses: [
    {
      answer: { status: 415, body: { message: "Unsupported Media Type" } },
      status: "failed",
      error: "HTTP 415: CloudEvents Unsupported Media Type",
    },
  ],
};

/** Held to the parser of forms that browsers have. */
const form: StandIn = {
  settings: { url: "https://forms.example/" },
  receive(request) {
    const fields = new URLSearchParams(request.body);
    const isForm = request.headers["content-type"] === "application/x-www-form-urlencoded";
    return {
      status: isForm && fields.get("id") !== null && fields.get("type") !== null ? 200 : 400,
    };
  },
  refuses: [
    {
      answer: { status: 400, body: { error: "no" } },
      status: "failed",
      error: "HTTP 400: Form no",
    },
  ],
};

export const SYSTEMS: Readonly<Record<string, StandIn>> = {
  pagerduty,
  opsgenie,
  datadog,
  "splunk-hec": splunkHec,
  loki,
  elastic,
  "new-relic": newRelic,
  cloudevents,
  form,
};
