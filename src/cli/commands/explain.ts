// `openclaw webhook explain`: why something was sent or not, endpoint by endpoint and clause by clause.
import type { Reach } from "../../engine/guard/reach.ts";
import type {
  CheckRow,
  EndpointDecision,
  ExplanationView,
  SentBody,
} from "../../view/explanation.ts";
import type { DeliveryRow } from "../../view/delivery.ts";
import type { Cli } from "../cli.ts";
import { attemptLines } from "../lines/attempt-table.ts";
import { readId } from "../grammar/command-line.ts";
import { STATUS_COLOURS } from "../lines/delivery-table.ts";
import { clockTime, withLocalTimes } from "../terminal/time.ts";
import { markedLines } from "../lines/verdict-lines.ts";
import { wrap } from "../terminal/wrap.ts";
import { requestLines } from "./inbound/requests.ts";
import { aboutOf } from "./show.ts";

const INDENT = "  ";

interface ExplainOptions {
  body?: boolean;
  json?: boolean;
}

export async function explain(cli: Cli, given: string, options: ExplainOptions): Promise<void> {
  const id = readId(given, ["dlv", "evt", "req"]);
  const body = options.body === true;
  const explanation = await cli.ask<ExplanationView>("explain", { id, body });
  if (options.json === true) return cli.print(JSON.stringify(explanation));
  for (const line of explanationLines(explanation, cli)) cli.print(line);
}

export function explanationLines(explanation: ExplanationView, cli: Cli): string[] {
  const { request, event, endpoints, body } = explanation;
  return [
    ...(request === undefined ? [] : [...requestLines(request, cli), ""]),
    ...(event === undefined
      ? [
          cli.colour(
            "dim",
            "No event of it was sent: it has not ended, or no endpoint hears of it.",
          ),
        ]
      : [
          `${event.id}  ${cli.colour("bold", event.type)} at ${clockTime(event.timestamp, cli.now())}`,
          ...wrap(aboutOf(event), cli.columns),
        ]),
    ...endpoints.flatMap((decision) => ["", ...decisionLines(decision, cli)]),
    ...(body === undefined ? [] : ["", "The event as it was recorded:", body.text]),
  ];
}

function decisionLines(decision: EndpointDecision, cli: Cli): string[] {
  const { endpoint, delivery, replays = [], attempts, checks } = decision;
  const told = (text: string): string[] => wrap(text, cli.columns, INDENT);
  return [
    `${cli.colour("bold", endpoint)}: ${verdictOf(decision, cli)}`,
    ...(delivery === undefined ? [] : [`${INDENT}${delivery.id}`]),
    ...checks.flatMap((check) => checkLines(check, cli)),
    ...standingOf(decision).flatMap(told),
    ...(decision.sends === undefined ? [] : sentLines(decision.sends)),
    ...attemptLines(attempts, { ...cli, columns: cli.columns - INDENT.length }).map(
      (line) => INDENT + line,
    ),
    ...nextLines(decision, cli),
    ...replays.map((replay) => replayLine(replay, cli)),
  ];
}

function nextLines({ delivery, next }: EndpointDecision, cli: Cli): string[] {
  if (next === undefined) return [];
  const told = wrap(`Next: ${withLocalTimes(next, cli.now())}.`, cli.columns, INDENT);
  if (delivery?.status !== "dead") return told;
  return [...told, `${INDENT}${INDENT}openclaw webhook retry ${delivery.id}`];
}

function replayLine({ id, status, createdAt }: DeliveryRow, cli: Cli): string {
  const outcome = cli.colour(STATUS_COLOURS[status], status);
  return `${INDENT}Replayed ${clockTime(createdAt, cli.now())}, ${outcome}: ${id}`;
}

/** How the endpoint stands, unless `next` says it anyway, and whether it may be reached. */
function standingOf({ state = "ok", stateReason, next, reach }: EndpointDecision): string[] {
  const because = stateReason === undefined ? "" : `: ${stateReason}`;
  return [
    ...(state === "ok" || next !== undefined ? [] : [`The endpoint is ${state}${because}`]),
    ...(reach === undefined ? [] : [reachSentence(reach)]),
  ];
}

function reachSentence({ host, addresses, allowed, reason }: Reach): string {
  if (!allowed) return `It may not be reached: ${reason ?? host}`;
  return `${host} leads to ${addresses.join(", ")}, which may be reached`;
}

function verdictOf({ delivery, hears, configured }: EndpointDecision, cli: Cli): string {
  if (delivery === undefined) {
    if (hears === true) return cli.colour("yellow", "not sent; it would be now");
    return cli.colour("yellow", configured ? "not sent" : "not configured");
  }
  const { status } = delivery;
  const replayed = delivery.replay ? " as a replay" : "";
  const outcome = cli.colour(STATUS_COLOURS[status], status) + replayed;
  // A callback and a test go to their endpoint alone, whatever it listens to.
  return hears === false ? `${outcome}; by its settings of now it would not hear of it` : outcome;
}

function checkLines({ at, passed, found, wanted }: CheckRow, cli: Cli): string[] {
  const asked = wanted === undefined ? "" : ` wants ${wanted},`;
  const seen = found.length === 0 ? "nothing" : found.join(", ");
  return markedLines(passed, `${at}:${asked} found ${seen}`, cli);
}

function sentLines({ error, bytes, sha256, signedPrefix, text }: SentBody): string[] {
  if (error !== undefined) return [`  The body cannot be rendered: ${error}`];
  return [
    `  Body: ${bytes ?? 0} bytes, SHA-256 ${(sha256 ?? "").slice(0, 16)}…`,
    ...(text === undefined ? [] : [`  Signed: ${signedPrefix ?? "<timestamp>."}${text.text}`]),
  ];
}
