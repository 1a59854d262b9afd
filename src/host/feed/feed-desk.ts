// Feeds while the plugin runs: who is let in, and in which form the answer goes.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Settings } from "../../config/settings.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { ReadFeed } from "../../engine/feed/feed-answer.ts";
import type { HttpAnswer } from "../../inbound/answer/answer.ts";
import type { Party } from "../../inbound/request/party.ts";
import type { InboundRequest } from "../../inbound/request/request.ts";
import { createAdmission } from "./admission.ts";
import { createBell } from "./bell.ts";
import { eventStream, STREAM_PACE, type StreamPace } from "./event-stream.ts";
import {
  feedAnswer,
  feedFault,
  REFUSED,
  TOO_MANY_READERS,
  tooManyFailures,
} from "./feed-answers.ts";
import { readQuery, type FeedQuery } from "./feed-query.ts";
import { longPoll } from "./long-poll.ts";
import { createReaders } from "./readers.ts";

export interface FeedVisit {
  /** As it stands in the path. */
  name: string;
  head: InboundRequest;
  params: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
}

export interface FeedDesk {
  /** Undefined: the answer was written already, as a stream. */
  answer: (visit: FeedVisit) => Promise<HttpAnswer | undefined>;
  /** Sends all away who wait. */
  stop: () => void;
}

export interface FeedDeskPorts {
  client: Pick<EngineClient, "call" | "signals">;
  settings: Pick<Settings, "endpoints">;
  partyOf: (head: InboundRequest) => Party;
  pace?: StreamPace;
}

export function createFeedDesk(ports: FeedDeskPorts): FeedDesk {
  const { client, pace = STREAM_PACE } = ports;
  const admit = createAdmission(ports.settings.endpoints);
  const bell = createBell();
  const readers = createReaders();
  const read: ReadFeed = (request) => client.call("readFeed", [request]);
  client.signals.on("feed", bell.ring);

  async function give(
    endpoint: string,
    query: FeedQuery,
    response: ServerResponse,
  ): Promise<HttpAnswer | undefined> {
    const reader = readers.enter(endpoint, response);
    if (!reader) return TOO_MANY_READERS;
    try {
      if (!query.stream) return feedAnswer(await longPoll({ read, bell }, endpoint, query, reader));
      const answer = await eventStream({ read, bell, pace }, endpoint, query, { response, reader });
      return answer && feedAnswer(answer);
    } finally {
      reader.leave();
    }
  }

  return {
    async answer({ name, head, params, request, response }) {
      const admission = admit(name, head, ports.partyOf(head));
      if (admission.kind === "refused") return REFUSED;
      if (admission.kind === "too many") return tooManyFailures(admission.retryAfterSeconds);
      const { accept } = request.headers;
      const lastEventId = head.headers["last-event-id"];
      const asked = readQuery(params, {
        ...(accept !== undefined && { accept }),
        ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
      });
      if (!asked.ok) return feedFault({ status: 400, code: "bad_request", message: asked.problem });
      return give(admission.endpoint.name, asked.query, response);
    },
    stop() {
      client.signals.off("feed", bell.ring);
      readers.endAll();
    },
  };
}
