// Devices as their pages describe them.
import { at, json, text, type StandIn } from "./stand-in.ts";

/** https://docs.ntfy.sh/publish/ ; error bodies as in https://github.com/binwiederhier/ntfy/blob/main/server/errors.go */
const ntfy: StandIn = {
  settings: { url: "https://ntfy.example", options: { topic: "alerts", token: "tk_s3cr3tS3cr3t" } },
  receive(request) {
    const body = json(request);
    if (request.headers["authorization"] !== "Bearer tk_s3cr3tS3cr3t") {
      return { status: 403, body: { code: 40_301, http: 403, error: "forbidden" } };
    }
    if (request.url.pathname !== "/" || at(body, "topic") !== "alerts") {
      return {
        status: 400,
        body: { code: 40_009, http: 400, error: "invalid request: topic invalid" },
      };
    }
    // What is longer becomes an attachment, for which this server has no room.
    if (Buffer.byteLength(text(body, "message")) > 4096) {
      return { status: 413, body: { code: 41_301, http: 413, error: "attachment too large" } };
    }
    return { status: 200, body: { id: "1", event: "message" } };
  },
  active: (request) => (at(json(request), "markdown") === undefined ? [] : ["markdown"]),
  reads: (request) => text(json(request), "message"),
  refuses: [
    {
      settings: { options: { topic: "others", token: "tk_s3cr3tS3cr3t" } },
      status: "dead",
      error: "HTTP 400: ntfy 40009: invalid request: topic invalid (no retry: giveUpOn)",
    },
    {
      settings: { options: { topic: "alerts" } },
      status: "failed",
      error: "HTTP 403: ntfy 40301: forbidden",
    },
    {
      answer: { status: 429, body: { code: 42_901, http: 429, error: "limit reached" } },
      status: "failed",
      busy: true,
    },
  ],
};

/** https://gotify.net/docs/pushmsg and its API's `Error` model */
const gotify: StandIn = {
  settings: { url: "https://gotify.example/message", options: { token: "A-s3cr3tS3cr3t" } },
  receive(request) {
    const refuse = (errorCode: number, error: string, errorDescription: string) => ({
      status: errorCode,
      body: { error, errorCode, errorDescription },
    });
    if (request.headers["x-gotify-key"] !== "A-s3cr3tS3cr3t") {
      return refuse(401, "Unauthorized", "you need to provide a valid access token");
    }
    const body = json(request);
    const isWhole = text(body, "message") !== "" && typeof at(body, "priority") === "number";
    if (!isWhole || text(body, "message").length > 8000)
      return refuse(400, "Bad Request", "Field 'message' is required");
    return { status: 200, body: { id: 1, appid: 1 } };
  },
  active: (request) =>
    at(json(request), "extras", "client::display", "contentType") === "text/plain"
      ? []
      : ["markdown"],
  reads: (request) => text(json(request), "message"),
  refuses: [
    {
      settings: { options: { token: "A-another-one" } },
      status: "failed",
      error: "HTTP 401: Gotify 401: you need to provide a valid access token",
    },
    {
      answer: {
        status: 400,
        body: {
          error: "Bad Request",
          errorCode: 400,
          errorDescription: "Field 'message' is required",
        },
      },
      status: "dead",
    },
  ],
};

/** https://pushover.net/api#response */
const pushover: StandIn = {
  settings: {
    url: "https://api.pushover.net/1/messages.json",
    options: { token: "app-t0k3n-t0k3n", user: "user-k3y-k3y" },
  },
  receive(request) {
    const body = json(request);
    const refuse = (error: string) => ({
      status: 400,
      body: { status: 0, errors: [error], request: "r" },
    });
    if (at(body, "token") !== "app-t0k3n-t0k3n") return refuse("application token is invalid");
    if (at(body, "user") !== "user-k3y-k3y") return refuse("user identifier is invalid");
    if (text(body, "message") === "") return refuse("message cannot be blank");
    if (text(body, "message").length > 1024) return refuse("message is too long");
    if (text(body, "title").length > 250) return refuse("title is too long");
    if (!Number.isInteger(at(body, "timestamp"))) return refuse("timestamp is invalid");
    return { status: 200, body: { status: 1, request: "r" } };
  },
  active: (request) => ["html", "monospace"].filter((key) => at(json(request), key) !== undefined),
  reads: (request) => text(json(request), "message"),
  refuses: [
    {
      settings: { options: { token: "app-t0k3n-t0k3n", user: "nobody-k3y" } },
      status: "dead",
      error: "HTTP 400: Pushover 0: user identifier is invalid (no retry: giveUpOn)",
    },
    {
      answer: { status: 200, body: { status: 0, errors: ["no"] } },
      status: "failed",
      error: "Pushover 0: no",
    },
    {
      answer: { status: 429, body: { status: 0, errors: ["over quota"] } },
      status: "failed",
      busy: true,
    },
  ],
};

/** https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger */
const homeAssistant: StandIn = {
  settings: { url: "https://home.example/api/webhook/s3cr3tS3cr3t" },
  receive(request) {
    if (!["POST", "PUT"].includes(request.method))
      return { status: 405, body: "405: Method Not Allowed" };
    return { status: typeof at(json(request), "data") === "object" ? 200 : 400 };
  },
  refuses: [
    {
      settings: { method: "GET" },
      status: "dead",
      error: "HTTP 405: Home Assistant 405: Method Not Allowed (no retry: giveUpOn)",
    },
    {
      answer: { status: 401, body: "401: Unauthorized" },
      status: "failed",
      error: "HTTP 401: Home Assistant 401: Unauthorized",
    },
  ],
};

export const DEVICE: Readonly<Record<string, StandIn>> = {
  ntfy,
  gotify,
  pushover,
  "home-assistant": homeAssistant,
};
