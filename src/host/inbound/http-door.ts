// The routes on the Gateway's HTTP server: bytes in, an answer out. Decides nothing about a request.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { OpenClawPluginApi, PluginLogger } from "openclaw/plugin-sdk/plugin-entry";
import { faultAnswer, NO_ROUTE, type HttpAnswer } from "../../inbound/answer.ts";
import type { InboundRequest } from "../../inbound/request.ts";
import { namedLogger } from "../named-logger.ts";
import type { RawInbound } from "./raw-inbound.ts";

/** Who answers while the plugin runs. `readBody` gives undefined for a body over the limit. */
export interface Receptionist {
  answer: (
    head: Omit<InboundRequest, "rawBody">,
    path: readonly string[],
    readBody: (maxBytes: number) => Promise<Uint8Array | undefined>,
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
/** A sender that trickles its body is cut off. */
const BODY_TIMEOUT_MS = 30_000;

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
      write(response, answer, request.method);
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
  // Nothing is decoded and nothing folded: a name is what stands between two slashes, or it is none.
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
    return await receptionist.answer(head, path, (maxBytes) => readBody(request, maxBytes));
  } catch (error) {
    if (error instanceof IncompleteBody) return INCOMPLETE;
    const reason = error instanceof Error ? error.message : "unknown error";
    logger.warn(`a request to ${url.pathname} could not be stored: ${reason}`);
    return NOT_STORED;
  }
}

/** Lower-case names; values of a repeated one joined, so that a repeated signature can be refused. */
function joinedHeaders({ headersDistinct }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headersDistinct);
  return Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(", ")]));
}

/** The sender went away, was too slow, or broke the rules of HTTP. */
class IncompleteBody extends Error {}

/** Throws an IncompleteBody. */
async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(
    () => request.destroy(new Error("the body came too slowly")),
    BODY_TIMEOUT_MS,
  );
  try {
    for await (const chunk of request) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) return undefined;
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw new IncompleteBody("the body did not come to its end", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function write(response: ServerResponse, answer: HttpAnswer, method: string | undefined): void {
  // A body that was not read to its end must not be taken for the next request.
  const headers =
    answer.status === 413 ? { ...answer.headers, connection: "close" } : answer.headers;
  response.writeHead(answer.status, headers);
  response.end(method === "HEAD" ? undefined : answer.body);
}
