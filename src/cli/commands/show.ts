// `openclaw webhook show`: one delivery, its event and every attempt.
import type { DeliveryDetail, EventRow } from "../../view/delivery.ts";
import type { Cli } from "../cli.ts";
import { attemptLines } from "../lines/attempt-table.ts";
import { readId } from "../grammar/command-line.ts";
import { reasonOf, STATUS_COLOURS } from "../lines/delivery-table.ts";
import { clockTime } from "../terminal/time.ts";
import { wrap } from "../terminal/wrap.ts";

interface ShowOptions {
  body?: boolean;
  json?: boolean;
}

export async function show(cli: Cli, given: string, options: ShowOptions): Promise<void> {
  const id = readId(given, ["dlv"]);
  const detail = await cli.ask<DeliveryDetail>("show", { id, body: options.body === true });
  if (options.json === true) return cli.print(JSON.stringify(detail));
  for (const line of detailLines(detail, cli)) cli.print(line);
}

export function detailLines(detail: DeliveryDetail, cli: Cli): string[] {
  const { delivery, event, attempts, body } = detail;
  const reason = reasonOf(delivery, cli.now());
  return [
    `${delivery.id}  ${cli.colour(STATUS_COLOURS[delivery.status], delivery.status)}${delivery.replay ? ", a replay" : ""}`,
    ...(reason === "" ? [] : wrap(reason, cli.columns)),
    "",
    `${event.id}  ${delivery.event}`,
    `for ${delivery.endpoint}, created ${clockTime(delivery.createdAt, cli.now())}`,
    ...wrap(aboutOf(event), cli.columns),
    "",
    ...attemptLines(attempts, cli),
    ...(body === undefined ? [] : ["", body.text]),
  ];
}

/** Whom an event is about: `agent main, channel telegram`. */
export function aboutOf({ agentId, channel, userId, sessionKey }: EventRow): string {
  const parts = [
    ["agent", agentId],
    ["channel", channel],
    ["user", userId],
    ["session", sessionKey],
  ] as const;
  const known = parts.filter(([, value]) => value !== undefined);
  return known.map(([name, value]) => `${name} ${value ?? ""}`).join(", ");
}
