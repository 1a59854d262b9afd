// A replayed request as operators are shown it: what its route makes of it now, and what it had made of it then.
import type { NewRequest, StepVerdict, StoredRequest } from "../engine/inbox/inbox.ts";
import { shownPrompt } from "./request.ts";
import { cutText, type ShownText } from "./text.ts";

export type RequestReplayView =
  | { replayed: false; replayOf: string; reason: string }
  /** A dry run: with what was said, for that is what is compared. */
  | {
      replayed: false;
      replayOf: string;
      before: RequestStory;
      now: RequestStory;
      differs: string[];
    }
  /** `id`: the new request. `status` is `waiting`, or what ended it at once. */
  | { replayed: true; replayOf: string; id: string; status: NewRequest["status"]; reason?: string };

/** What became of a request, step by step. */
export interface RequestStory {
  status: StoredRequest["status"];
  httpStatus: number;
  verdicts: readonly StepVerdict[];
  agentId?: string;
  sessionKey?: string;
  prompt?: ShownText;
}

export function requestStory(request: NewRequest | StoredRequest): RequestStory {
  const { status, httpStatus, verdicts, job } = request;
  return {
    status,
    httpStatus,
    verdicts,
    ...(job && {
      agentId: job.agentId,
      sessionKey: job.sessionKey,
      prompt: cutText(shownPrompt(job)),
    }),
  };
}
