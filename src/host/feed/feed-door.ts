// The route that feeds are read from on the Gateway's HTTP server. Decides nothing about a request.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { OpenClawPluginApi, PluginLogger } from "openclaw/plugin-sdk/plugin-entry";
import type { HttpAnswer } from "../../inbound/answer/answer.ts";
import { joinedHeaders } from "../inbound/door/http-door.ts";
import { namedLogger } from "../named-logger.ts";
import type { FeedDesk } from "./feed-desk.ts";
import { feedFault, NOT_RUNNING, ONLY_GET, REFUSED } from "./feed-answers.ts";

const UNREADABLE = feedFault({
  status: 503,
  code: "unavailable",
  message: "the log could not be read",
  hint: "ask again",
  retryAfterSeconds: 5,
});

/** `auth: "plugin"`: the Gateway's token is not asked for, because every feed has its own. */
export function openFeedDoor(
  api: OpenClawPluginApi,
  path: string,
  desk: () => FeedDesk | undefined,
): void {
  api.registerHttpRoute({
    path,
    match: "prefix",
    auth: "plugin",
    handler(request, response) {
      // Not waited for: the host counts as work what its handlers do, and lets a restart wait for it.
      void serve(request, response, { path, desk: desk(), logger: namedLogger(api.logger) });
      return true;
    },
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  at: { path: string; desk: FeedDesk | undefined; logger: PluginLogger },
): Promise<void> {
  request.resume();
  try {
    const answer = await answerOf(request, response, at);
    if (answer) write(request, response, answer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown error";
    at.logger.warn(`a feed could not be read: ${reason}`);
    if (response.headersSent) response.end();
    else write(request, response, UNREADABLE);
  }
}

async function answerOf(
  request: IncomingMessage,
  response: ServerResponse,
  { path, desk }: { path: string; desk: FeedDesk | undefined },
): Promise<HttpAnswer | undefined> {
  if (request.method !== "GET") return ONLY_GET;
  if (desk === undefined) return NOT_RUNNING;
  const url = URL.parse(request.url ?? "/", "http://gateway");
  // Nothing is decoded: names hold nothing that needs it.
  const name = url?.pathname.startsWith(`${path}/`) ? url.pathname.slice(path.length + 1) : "";
  if (!url) return REFUSED;
  const head = {
    method: "GET",
    url: request.url ?? "/",
    headers: joinedHeaders(request),
    query: {},
    rawBody: new Uint8Array(),
    peer: request.socket.remoteAddress ?? "",
    receivedAt: Date.now(),
  };
  return desk.answer({ name, head, params: url.searchParams, request, response });
}

function write(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === "HEAD" ? undefined : answer.body);
}
