// What a run will be started with, fixed while the request is at hand.
import type { RunJob } from "../../engine/inbox/inbox.ts";
import type { CompiledRoute } from "./compile-route.ts";
import type { Wrap } from "../prompt/fence.ts";
import { contentText, type RequestContent } from "../request/request-content.ts";

/** The error names what of the request does not fit. */
export function buildJob(
  compiled: CompiledRoute,
  content: RequestContent,
  hops: number,
  wrap: Wrap,
): { ok: true; job: RunJob } | { ok: false; error: string } {
  const { route, words } = compiled;
  const said =
    words.mode === "agent"
      ? words.prompt.render({ requests: [content], superseded: 0 }, wrap)
      : words.message.render(content);
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
      prompt: "prompt" in said ? said.prompt : said.text,
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
