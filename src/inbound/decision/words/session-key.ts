// Which session a request's run belongs to. The agent and the route are the operator's, and no value
// of a request contains a colon, so nothing that is sent can reach another agent, route or session kind.
import type { Route } from "../../../config/route/route-settings.ts";
import { foldApart, foldName } from "../../../language/fold.ts";
import { compileChecked, type CheckedText, type Rule } from "./checked-template.ts";
import { harmlessKey } from "../../prompt/harmless-key.ts";
import type { RequestContent } from "../../request/request-content.ts";

export interface SessionKeys {
  /** `agent:<agentId>:webhook:<route>`, with `:<request id>` or `:<key>` behind it. */
  of: (request: RequestContent) => CheckedText;
}

const keyRule: Rule = {
  value: /^[A-Za-z0-9._-]{1,64}$/,
  whole: /^[A-Za-z0-9._-]{1,128}$/,
  allowed: "1 to 64 of A-Z a-z 0-9 . _ - in each value, 128 in all",
};

/**
 * `isolated`: a session for each request. `shared`: one for the route. `key`: one for each result of
 * the template. The host keeps session keys in lower case and shows them to the model: so a key is spelled in
 * a way that keeps apart what differs only in case (`foldApart`), and one that reads as words becomes a hash
 * (`harmlessKey`).
 */
export function compileSessionKey({
  agentId,
  name,
  session,
}: Pick<Route, "agentId" | "name" | "session">):
  | { ok: true; sessionKeys: SessionKeys }
  | { ok: false; problem: string } {
  const root = `agent:${foldName(agentId)}:webhook:${foldName(name)}`;
  if (session.kind === "shared") {
    return { ok: true, sessionKeys: { of: () => ({ ok: true, text: root }) } };
  }
  if (session.kind === "isolated") {
    return {
      ok: true,
      sessionKeys: { of: ({ id }) => ({ ok: true, text: `${root}:${foldName(id)}` }) },
    };
  }
  const compiled = compileChecked(session.template, "session.key", keyRule);
  if (!compiled.ok) return compiled;
  const of: SessionKeys["of"] = (request) => {
    const key = compiled.template.render(request);
    return key.ok ? { ok: true, text: `${root}:${foldApart(harmlessKey(key.text))}` } : key;
  };
  return { ok: true, sessionKeys: { of } };
}
