// `openclaw webhook preview`: what an endpoint would send, without sending it.
import type { Preview } from "../../outbound/preview.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { markedLines } from "../lines/verdict-lines.ts";
import { wrap } from "../terminal/wrap.ts";
import { parseJson } from "../../language/number/parse-json.ts";

interface PreviewOptions {
  event?: string;
  json?: boolean;
}

export async function preview(cli: Cli, endpoint: string, options: PreviewOptions): Promise<void> {
  const { event, json } = options;
  const answer = await cli.ask<Preview | { problem: string }>("preview", {
    endpoint,
    ...(event !== undefined && { event }),
  });
  if (json === true) cli.print(JSON.stringify(answer));
  else if ("checks" in answer) for (const line of linesOf(answer, cli)) cli.print(line);
  if (answer.problem !== undefined) {
    throw new Failure("failed", `Nothing would be sent: ${answer.problem}`);
  }
}

function linesOf(shown: Preview, cli: Cli): string[] {
  const { endpoint, event, hears, checks, headers, body, more = [], method, target } = shown;
  const verdict = hears === true ? cli.colour("green", "sent") : cli.colour("yellow", "not sent");
  return [
    ...(hears === undefined
      ? []
      : [`${cli.colour("bold", event.type)} to ${endpoint}: ${verdict}`]),
    ...checks.flatMap(({ at, passed, found, wanted }) => {
      const asked = wanted === undefined ? "" : ` wants ${wanted.join(", ")},`;
      const seen =
        found.length === 0 ? "nothing" : found.map((one) => JSON.stringify(one)).join(", ");
      return markedLines(passed, `${at}:${asked} found ${seen}`, cli);
    }),
    ...(method === undefined && target === undefined
      ? []
      : ["", [method ?? "POST", target].join(" ").trim()]),
    ...(headers === undefined
      ? []
      : ["", ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]),
    ...(body === undefined ? [] : ["", ...bodyLines(body)]),
    ...more.flatMap((part) => ["", ...bodyLines(part)]),
    ...(hears === false
      ? [
          "",
          ...wrap(
            "Its settings do not let this event through; it is shown all the same.",
            cli.columns,
          ),
        ]
      : []),
  ];
}

/** Of JSON a form that can be read; what is signed are the bytes without it. */
function bodyLines(body: string): string[] {
  try {
    return JSON.stringify(parseJson(body), null, 2).split("\n");
  } catch {
    return [body];
  }
}
