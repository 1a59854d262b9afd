// Replies of which no delivery is told: the end of their run is the fact. Which runs these are is not known when a run
// ends, so a reply waits a moment for a sign of delivery.
import type { Draft } from "../draft.ts";
import type { Run } from "../known.ts";
import { noteRun, type Memory } from "../memory.ts";
import { agentOfSessionKey } from "../observation.ts";
import { noteUnexpected } from "../unexpected.ts";
import { WEBCHAT } from "../who/webchat.ts";
import { withoutMediaLines } from "./media-lines.ts";
import type { Trigger } from "../who/trigger.ts";
import type { Marks } from "./outgoing.ts";
import { replyEvent } from "./reply-event.ts";
import { ANNOUNCEMENT_MS, SIGN_OF_DELIVERY_MS } from "./waits.ts";

/** What an agent says when it has nothing to say. docs/gateway/heartbeat.md of the host. */
const SILENCE = ["NO_REPLY", "HEARTBEAT_OK"];
/** `ackMaxChars` of the host: what stands beside HEARTBEAT_OK and is no longer than this is dropped as well. */
const ACKNOWLEDGEMENT_CHARS = 300;
/** The host sends the words of these turns only once it has settled them. */
const SETTLED_LATER: ReadonlySet<Trigger | undefined> = new Set<Trigger | undefined>([
  "heartbeat",
  "cron",
  "subagent",
]);
/** How long after its end a run's words may still be sent. */
const SENT_WITHIN_MS = 10 * 60_000;

/** A run ended with words to show. */
export function replyProduced(memory: Memory, at: number, run: Run): void {
  run.endedAt = at;
  if (run.overChannel === true || run.told !== undefined || run.deliveredByUs === true) return;
  if (run.reply === undefined || isSilent(run.reply)) return;
  // What an agent tells another one is sent to nobody.
  if (isBetweenAgents(run)) return;
  const later = SETTLED_LATER.has(run.trigger) || isOnChannel(run);
  const patience = later ? ANNOUNCEMENT_MS : SIGN_OF_DELIVERY_MS;
  memory.produced.set(run.id, { runId: run.id, at, dueAt: at + patience });
}

/** A sign came that nobody else tells of this reply. */
export function producedAtOnce(memory: Memory, at: number, runId: string): Draft[] {
  const reply = memory.produced.get(runId);
  return reply === undefined ? [] : producedEvent(memory, at, reply);
}

/** Replies for which no sign of delivery came; with `all`, those still waiting as well. */
export function producedDue(memory: Memory, now: number, all: boolean): Draft[] {
  const due = [...memory.produced.values()].filter((reply) => all || reply.dueAt <= now);
  return due.flatMap((reply) => producedEvent(memory, now, reply));
}

/** The run that wrote these words: of the session they are filed under, else the only one of the agent. */
export function writtenBy(memory: Memory, now: number, marks: Marks): Run | undefined {
  const agentId = agentOfSessionKey(marks.sessionKey);
  if (agentId === undefined) return undefined;
  const authors = memory.runs.all(now).filter((run) => {
    if (run.endedAt === undefined || now - run.endedAt > SENT_WITHIN_MS) return false;
    if (run.reply === undefined || run.overChannel === true || isBetweenAgents(run)) return false;
    if ((run.agentId ?? agentOfSessionKey(run.sessionKey)) !== agentId) return false;
    return spoken(run.reply) === marks.content.trim();
  });
  const here = authors.filter((run) => run.sessionKey === marks.sessionKey);
  const [author, another] = here.length > 0 ? here : authors;
  return another === undefined ? author : undefined;
}

/** What is left of a reply when it is sent: no file lines, no acknowledgement. */
function spoken(reply: string): string {
  return withoutMediaLines(reply).content.replaceAll("HEARTBEAT_OK", "").trim();
}

function isSilent(reply: string): boolean {
  const words = reply.trim();
  if (SILENCE.includes(words)) return true;
  if (!words.startsWith("HEARTBEAT_OK") && !words.endsWith("HEARTBEAT_OK")) return false;
  return spoken(words).length <= ACKNOWLEDGEMENT_CHARS;
}

function isBetweenAgents({ trigger, id, sessionKey }: Run): boolean {
  if (trigger === "agent") return true;
  return trigger === "subagent" && (!id.startsWith("announce:") || isSubagent(sessionKey));
}

function isSubagent(sessionKey: string | undefined): boolean {
  return sessionKey?.split(":").includes("subagent") === true;
}

function producedEvent(
  memory: Memory,
  now: number,
  { runId, at }: { runId: string; at: number },
): Draft[] {
  memory.produced.delete(runId);
  const run = memory.runs.get(runId, now);
  if (run?.reply === undefined) return [];
  noteRun(memory, runId, now, { told: "produced" });
  watchCarrier(memory, now, run);
  const { content, media } = withoutMediaLines(run.reply);
  const delivery = run.shown === true ? "handed" : "produced";
  const { messageId } = run;
  return [replyEvent(memory, { at, subject: { runId }, content, media, messageId, delivery })];
}

/** Whoever writes on a channel is answered there. */
function watchCarrier(memory: Memory, now: number, run: Run): void {
  if (run.trigger === "user" && isOnChannel(run))
    noteUnexpected(memory, now, "reply-not-carried", run);
}

function isOnChannel({ said }: Run): boolean {
  const channel = said?.party.channel;
  return channel !== undefined && channel !== WEBCHAT;
}
