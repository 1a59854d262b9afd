// The routes on the Gateway's HTTP server: bytes in, an answer out. Decides nothing about a request.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { OpenClawPluginApi, PluginLogger } from "openclaw/plugin-sdk/plugin-entry";
import { faultAnswer, NO_ROUTE, type HttpAnswer } from "../../../inbound/answer/answer.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { countAnswer } from "../../metrics/process-counts.ts";
import { namedLogger } from "../../named-logger.ts";
import { processRelay } from "../../relay.ts";
import type { RawInbound } from "./raw-inbound.ts";
import { IncompleteBody, readBody, type BodyReading, type Room } from "./read-body.ts";

/** Who answers while the plugin runs. `room` counts a body whose sender has proven nothing. */
export interface Receptionist {
  answer: (
    head: Omit<InboundRequest, "rawBody">,
    path: readonly string[],
    readBody: (maxBytes: number, room?: Room) => Promise<BodyReading>,
  ) => Promise<HttpAnswer>;
}

const NOT_READY = faultAnswer(
  { status: 503, code: "starting", message: "not ready yet", retryAfterSeconds: 1 },
  "",
);
const NOT_HERE = faultAnswer(NO_ROUTE, "");
const NOT_STORED = faultAnswer(
  {
    status: 503,
    code: "not_stored",
    message: "the request could not be stored, and starts nothing",
    hint: "send it again",
    retryAfterSeconds: 5,
  },
  "",
);
const INCOMPLETE = faultAnswer(
  { status: 400, code: "incomplete", message: "the body did not come to its end" },
  "",
);

/** Source: docs/plugins/sdk-overview.md of the host; `auth: "plugin"`: the Gateway's token is not asked for. */
export function openDoor(
  api: OpenClawPluginApi,
  { basePath }: RawInbound,
  receptionist: () => Receptionist | undefined,
): void {
  api.registerHttpRoute({
    path: basePath,
    match: "prefix",
    auth: "plugin",
    async handler(request, response) {
      const answer = await answerOf(request, basePath, receptionist(), namedLogger(api.logger));
      countAnswer(processRelay().counts, answer.status);
      write(response, answer, request);
      return true;
    },
  });
}

async function answerOf(
  request: IncomingMessage,
  basePath: string,
  receptionist: Receptionist | undefined,
  logger: PluginLogger,
): Promise<HttpAnswer> {
  if (receptionist === undefined) return NOT_READY;
  const url = URL.parse(request.url ?? "/", "http://gateway");
  if (url?.pathname.startsWith(`${basePath}/`) !== true) return NOT_HERE;
  // Nothing is decoded: a name is what stands between two slashes, or it is none.
  const path = url.pathname.slice(basePath.length + 1).split("/");
  const head = {
    method: request.method ?? "GET",
    url: request.url ?? "/",
    headers: joinedHeaders(request),
    query: Object.fromEntries(url.searchParams),
    peer: request.socket.remoteAddress ?? "",
    receivedAt: Date.now(),
  };
  try {
    return await receptionist.answer(head, path, (...given) => readBody(request, ...given));
  } catch (error) {
    if (error instanceof IncompleteBody) return INCOMPLETE;
    const reason = error instanceof Error ? error.message : "unknown error";
    logger.warn(`a request to ${url.pathname} could not be stored: ${reason}`);
    return NOT_STORED;
  }
}

/** Lower-case names; values of a repeated one joined, so that a repeated signature can be refused. */
export function joinedHeaders({ headersDistinct }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headersDistinct);
  return Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(", ")]));
}

/** What so small a body still has to come is let run out, so that its sender hears the answer. */
const SMALL_BYTES = 65_536;
const RUN_OUT_MS = 5_000;

function write(response: ServerResponse, answer: HttpAnswer, request: IncomingMessage): void {
  // A body that was not read to its end must not be taken for the next request.
  const isLeft = !request.complete;
  const isSmall = Number(request.headers["content-length"] ?? Infinity) <= SMALL_BYTES;
  const closes = isLeft && !isSmall;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(closes && { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : answer.body);
  if (!isLeft || closes) return;
  // Node throws away what comes of it.
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, RUN_OUT_MS);
  timer.unref();
}
