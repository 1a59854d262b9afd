// What a run will be started with, fixed while the request is at hand.
import type { RunJob } from "../../engine/inbox/inbox.ts";
import type { CompiledRoute } from "./compile-route.ts";
import type { Wrap } from "../prompt/fence.ts";
import { readerMessage } from "../reading/reader-words.ts";
import { contentText, type RequestContent } from "../request/request-content.ts";

/** The error names what of the request does not fit. */
export function buildJob(
  compiled: CompiledRoute,
  content: RequestContent,
  hops: number,
  wrap: Wrap,
): { ok: true; job: RunJob } | { ok: false; error: string } {
  const { route } = compiled;
  const said = wordsFor(compiled, content, wrap);
  if (!said.ok) return said;
  const sessionKey = compiled.sessionKeys.of(content);
  if (!sessionKey.ok) return sessionKey;
  const target = compiled.targets?.of(content);
  if (target?.ok === false) return target;
  return {
    ok: true,
    job: {
      agentId: route.agentId,
      sessionKey: sessionKey.text,
      ...said.words,
      timeoutMs: route.timeoutMs,
      deliver: target?.target,
      mode: route.mode,
      callbackEndpoint: route.callback?.endpoint,
      hops,
      ...(route.tools ? { tools: route.tools } : {}),
      ...(route.coalesce ? { content: contentText(content) } : {}),
    },
  };
}

function wordsFor(
  { words }: CompiledRoute,
  content: RequestContent,
  wrap: Wrap,
): { ok: true; words: Pick<RunJob, "prompt" | "read"> } | { ok: false; error: string } {
  switch (words.mode) {
    case "agent": {
      const rendered = words.prompt.render({ requests: [content], superseded: 0 }, wrap);
      return rendered.ok ? { ok: true, words: { prompt: rendered.prompt } } : rendered;
    }
    case "deliver": {
      const rendered = words.message.render(content);
      return rendered.ok ? { ok: true, words: { prompt: rendered.text } } : rendered;
    }
    case "read": {
      const { text, cut } = readerMessage(content.body, wrap);
      const { agentId, instructions, timeoutMs } = words.read;
      const read = {
        agentId,
        message: text,
        ...(cut && { cut }),
        ...(instructions !== undefined && { instructions }),
        schema: words.reading.schema,
        template: words.template,
        timeoutMs,
      };
      return { ok: true, words: { prompt: "", read } };
    }
  }
}
