// One event as one line that can be read, with everything in it that a scene decides.

export interface Told {
  id: string;
  type: string;
  data: {
    trigger?: string;
    channel?: string;
    conversation?: { id: string; kind: string };
    userId?: string;
    to?: string;
    delivery?: string;
    runId?: string;
    parent?: { sessionKey: string };
    sessionId?: string;
    sessionKey?: string;
    model?: string;
    usage?: { inputTokens: number; outputTokens: number };
    tool?: { name: string; success?: boolean };
    request?: { route: string };
    error?: { kind: string };
    reason?: string;
    messageCount?: number;
    message?: { content: string; media?: Array<{ kind?: string }> };
    reply?: string;
  };
}

/** The events of one scene, sorted; its runs are called A, B, … in the order in which they turn up. */
export function lines(events: readonly Told[]): string[] {
  const runs = new Map<string, string>();
  const nameOf = (runId: string): string => {
    if (!runs.has(runId)) runs.set(runId, String.fromCodePoint(65 + runs.size));
    return runs.get(runId) ?? "";
  };
  return events
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((event) => line(event, nameOf))
    .toSorted();
}

function line({ type, data }: Told, nameOf: (runId: string) => string): string {
  const { conversation, runId, parent, sessionKey, usage, tool, request, error, message } = data;
  const facts = [
    data.trigger && `by ${data.trigger}`,
    data.channel && `on ${data.channel}`,
    conversation && `${conversation.kind} ${conversation.id}`,
    data.userId && `user ${data.userId}`,
    data.to && `to ${data.to}`,
    data.delivery,
    runId && `run ${nameOf(runId)}`,
    parent && `under ${short(parent.sessionKey)}`,
    sessionKey && `in ${short(sessionKey)}`,
    data.model,
    usage && `${usage.inputTokens}+${usage.outputTokens} tokens`,
    tool && `${tool.name}${ended(tool.success)}`,
    request && `route ${request.route}`,
    error && `${error.kind} error`,
    data.reason && `${data.reason}, ${data.messageCount ?? "?"} messages`,
    message?.media && `with ${message.media.map(({ kind }) => kind).join(" and ")}`,
    quoted(message?.content),
    quoted(data.reply),
  ];
  return [type, ...facts.filter((fact) => fact !== undefined)].join(" | ");
}

function ended(success: boolean | undefined): string {
  if (success === undefined) return "";
  return success ? " done" : " failed";
}

function quoted(words: string | undefined): string | undefined {
  if (words === undefined) return undefined;
  return words.length > 200 ? `${words.length} characters` : `“${words.replaceAll("\n", " / ")}”`;
}

/** Without what every key has, and without ids that differ each time. */
function short(sessionKey: string): string {
  return sessionKey
    .replace(/^agent:/, "")
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "*")
    .replaceAll(/req_[0-9a-f]{32}/g, "*");
}
