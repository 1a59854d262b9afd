// A request that is read before its agent acts: asked of a model without tools and without a session, at most twice.
// What it made of the body is stored before the agent is told. Never throws.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { ReadJob, RunJob, StepVerdict, StoredRequest } from "../../../engine/inbox/inbox.ts";
import type { EngineClient } from "../../../engine/thread/client.ts";
import type { Wrap } from "../../../inbound/prompt/fence.ts";
import { readAgain, readerInstructions } from "../../../inbound/reading/reader-words.ts";
import { compileReading, type Reading } from "../../../inbound/reading/reading.ts";
import { durably } from "./durably.ts";

/** One answer of the model that reads. Rejects when there is none. */
export type Complete = (asked: {
  agentId: string;
  /** What was sent, fenced. */
  message: string;
  extraSystemPrompt: string;
  /** From when it is its turn: the host lets three of them go on at once. */
  timeoutMs: number;
  signal: AbortSignal;
}) => Promise<{ text: string }>;

export interface ReaderPorts {
  complete: Complete;
  client: Pick<EngineClient, "call">;
  wrap: Wrap;
  now: () => number;
}

export type ReadWords =
  | { ok: true; text: string }
  | { ok: false; error: string; verdicts: readonly StepVerdict[] };

/** The prompt of a request with `job.read`. `signal`: the plugin stops. */
export type Reader = (
  request: StoredRequest,
  job: RunJob,
  signal: AbortSignal,
) => Promise<ReadWords>;

const TRIES = 2;
const MAX_ERROR = 300;
const MAX_COMPILED = 64;

export function hostCompletion({ runtime }: OpenClawPluginApi): Complete {
  return (asked) => runtime.subagent.complete(asked);
}

export function createReader({ complete, client, wrap, now }: ReaderPorts): Reader {
  async function answered(
    read: ReadJob,
    reading: Reading,
    signal: AbortSignal,
  ): Promise<
    { ok: true; fields: Record<string, unknown>; note: string } | { ok: false; error: string }
  > {
    const { agentId, message, timeoutMs, instructions } = read;
    const extraSystemPrompt = readerInstructions(reading.schema, instructions);
    let failure = { error: "", text: message };
    for (let left = TRIES; left > 0 && !signal.aborted; left -= 1) {
      const asked = { agentId, message: failure.text, extraSystemPrompt, timeoutMs, signal };
      try {
        const result = reading.fieldsOf((await complete(asked)).text);
        const note = failure.error === "" ? "" : `, at the second try (${failure.error})`;
        if (result.ok) return { ...result, note };
        const error = `the answer did not fit: ${result.error}`;
        failure = { error, text: readAgain(message, result.error) };
      } catch (error) {
        failure = { error: `no answer: ${messageOf(error)}`, text: message };
      }
    }
    return { ok: false, error: failure.error };
  }

  /** Compiling takes milliseconds of the Gateway's thread, and the requests of a route are alike. */
  const compiledOnes = new Map<string, ReturnType<typeof compileReading>>();

  function compiledFor({ schema, template }: ReadJob): ReturnType<typeof compileReading> {
    const key = JSON.stringify([schema, template]);
    const known = compiledOnes.get(key);
    if (known !== undefined) return known;
    const compiled = compileReading({ schema, template });
    if (compiledOnes.size >= MAX_COMPILED) compiledOnes.clear();
    compiledOnes.set(key, compiled);
    return compiled;
  }

  return async (request, job, signal) => {
    const { read } = job;
    // An earlier process has heard the reader.
    if (read === undefined || job.prompt !== "") return { ok: true, text: job.prompt };
    const failed = (reason: string): ReadWords => {
      const verdicts = [{ step: "reading", ok: false, detail: reason } as const];
      return { ok: false, error: `the reader, agent "${read.agentId}": ${reason}`, verdicts };
    };
    const compiled = compiledFor(read);
    if (!compiled.ok) return failed(compiled.problems.join("; "));
    const startedAt = now();
    const ends = AbortSignal.any([signal, AbortSignal.timeout(job.timeoutMs)]);
    const answer = await answered(read, compiled.reading, ends);
    if (!answer.ok) return failed(answer.error);
    const rendered = compiled.reading.render(answer.fields, request, wrap);
    if (!rendered.ok) return failed(rendered.error);
    const { prompt } = rendered;
    const detail = told(read, Object.keys(answer.fields).length, now() - startedAt) + answer.note;
    const verdict = { step: "reading", ok: true, detail } as const;
    try {
      const reading = { prompt, verdict };
      await durably(() => client.call("noteReading", [request.id, reading]), signal);
    } catch (error) {
      return failed(messageOf(error));
    }
    return { ok: true, text: prompt };
  };
}

function told({ agentId, message, cut }: ReadJob, fields: number, ms: number): string {
  const part = cut === undefined ? "" : ` (the first ${cut.read} of ${cut.of} of the body)`;
  return `agent "${agentId}" made ${fields} fields of ${message.length} characters${part} in ${Math.round(ms)} ms`;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : "unknown error").slice(0, MAX_ERROR);
}
