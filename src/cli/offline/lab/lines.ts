// What a person reads of the lab: its start, each delivery, the sum at the end. Lets no control character through.
import type { Behaviour } from "../../../lab/behaviour.ts";
import { clockTime, duration } from "../../terminal/time.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { cutTo, padTo } from "../../terminal/text-width.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { LabDelivery } from "./delivery.ts";
import { parseJson } from "../../../language/number/parse-json.ts";

type Screen = Pick<Terminal, "columns" | "colour" | "now">;

export interface Tally {
  received: number;
  verified: number;
  unverified: number;
  /** Their ids. */
  events: ReadonlySet<string>;
}

const INDENT = "    ";
const EVENT_WIDTH = 17;
/** From here on the id of the event stands in the same line. */
const WIDE_FROM = 120;

/** `toPaste`: the secret as it is to stand in the config; absent: no config is needed. */
export function startLines(url: string, origin: string, toPaste: string | undefined): string[] {
  const lines = [`Listening on ${url} until Ctrl-C. ${origin}`];
  if (toPaste === undefined) return lines;
  return [
    ...lines,
    'Put this under plugins.entries["event-webhooks"].config, or the endpoint beside those that are there:',
    "",
    "  endpoints: [{",
    '    name: "lab",',
    `    url: "${url}",`,
    `    secret: "${toPaste}",`,
    "    allowPrivateNetwork: true,",
    "  }],",
    "",
  ];
}

export function deliveryLines(delivery: LabDelivery, screen: Screen): string[] {
  const { event = "no event", attempt, eventId, ms, answered, reason, body } = delivery;
  const cells = [
    clockTime(delivery.time, screen.now()),
    padTo(cutTo(visible(event), EVENT_WIDTH), EVENT_WIDTH),
    `try ${attempt ?? "?"}`,
    verdict(delivery.verified, screen),
    duration(ms).padStart(6),
    answered,
  ];
  if (screen.columns >= WIDE_FROM && eventId !== undefined) {
    cells.push(screen.colour("dim", cutTo(visible(eventId), 40)));
  }
  const why = reason && `${reason.fault}: ${reason.message}. ${reason.advice}`;
  return [
    cells.join("  "),
    ...(why === undefined ? [] : wrap(why, screen.columns, INDENT)),
    ...(body === undefined ? [] : bodyLines(body)),
  ];
}

function verdict(verified: boolean | null, { colour }: Screen): string {
  if (verified === null) return colour("dim", "- not checked ");
  return verified ? colour("green", "✓ verified    ") : colour("red", "✗ NOT verified");
}

/** Of JSON a form that can be read; what is signed are the bytes as they came. */
function bodyLines(body: string): string[] {
  let text = body;
  try {
    text = JSON.stringify(parseJson(body), null, 2);
  } catch {
    // Not JSON: as it is.
  }
  return text.split("\n").map((line) => `${INDENT}${visible(line)}`);
}

export function summaryLine({ received, verified, unverified, events }: Tally): string {
  const again = received - events.size;
  const unchecked = received - verified - unverified;
  return [
    `${received} received: ${verified} verified, ${unverified} not verified`,
    ...(unchecked > 0 ? [`, ${unchecked} not checked`] : []),
    `; ${events.size} distinct ${events.size === 1 ? "event" : "events"}, ${again} again.`,
  ].join("");
}

/** What was answered, in words. */
export function answerText({ status, headers = {}, delayMs, fault }: Behaviour): string {
  const { location, "retry-after": retryAfter } = headers;
  return [
    `${fault ? FAULTS[fault.kind] : status}`,
    ...(fault?.kind === "reset" && fault.at !== "before" ? [` after ${resetPlace(fault.at)}`] : []),
    ...(location === undefined ? [] : [` to ${location}`]),
    ...(retryAfter === undefined ? [] : [`, Retry-After ${retryAfter}`]),
    ...(delayMs === undefined ? [] : [`, delayed by ${duration(delayMs)}`]),
  ].join("");
}

const FAULTS: Readonly<Record<NonNullable<Behaviour["fault"]>["kind"], string>> = {
  hang: "no answer",
  reset: "reset",
  truncate: "200, cut short",
  oversize: "200, oversized",
  "gzip-bomb": "200, gzip bomb",
  trickle: "200, trickling",
};

function resetPlace(at: "after-headers" | number): string {
  return at === "after-headers" ? "the headers" : `${at} bytes`;
}

/** A sender's words must not steer the terminal. */
function visible(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "\uFFFD");
}
