// Reads and checks a route's own `handshake`: how the sender's test of the address is answered. Answers nothing.
import type { RouteHandshakeConfig } from "../../../generated/config.ts";
import type { HandshakeRow } from "../../../inbound/proof/handshakes/row.ts";
import { configPath } from "../../../language/config-path.ts";
import type { Place } from "../../../signature/scheme.ts";
import { headerNameProblem } from "../../endpoint/headers.ts";
import type { Problem } from "../../settings.ts";

const PLACE = /^(query|header|body)\.([^{}]+)$/;

/** What the definition cannot say. `hasSecret`: the route's `auth` has one, or needs none. */
export function checkHandshake(
  config: RouteHandshakeConfig,
  path: string,
  hasSecret: boolean,
): Problem[] {
  const { when = {}, echo, json, header, secret, signed, method = "GET" } = config;
  const problems: Problem[] = [];
  const add = (key: string, message: string): void => {
    problems.push({ path: configPath(path, key), message });
  };
  const places = [
    ...Object.keys(when).map((key) => ["when", key]),
    ...(echo ? [["echo", echo]] : []),
    ...(secret ? [["secret", secret]] : []),
  ];
  for (const [key = "", place = ""] of places) {
    if (placeOf(place) === undefined)
      add(
        key,
        `expected "query.…", "header.…" or "body.…", found ${JSON.stringify(place.slice(0, 80))}`,
      );
  }
  for (const key of ["json", "header"] as const) {
    if (config[key] !== undefined && echo === undefined) add(key, 'has no meaning without "echo"');
  }
  if (json !== undefined && header !== undefined) add("header", 'has no meaning beside "json"');
  const name = header === undefined ? undefined : headerNameProblem(header);
  if (name !== undefined) add("header", name);
  if (secret?.startsWith("query.") === true)
    add(
      "secret",
      "stands in the address, which is written into logs; expected a header or the body",
    );
  if (secret !== undefined && signed === true)
    add("signed", "has no meaning: what brings the secret cannot be signed with it");
  if (secret !== undefined && hasSecret)
    add("secret", 'is brought by the sender: leave "secret" out of "auth"');
  // A delivery is a POST: what answers every one of them starts no run ever.
  const isAny = Object.keys(when).length === 0 && echo === undefined && secret === undefined;
  if (method === "POST" && isAny)
    add("when", 'is missing: with method "POST" every delivery would be taken for the test');
  return problems;
}

/** `config`: found sound. */
export function readHandshake(config: RouteHandshakeConfig): HandshakeRow {
  const { method = "GET", when = {}, echo, json, header, secret, signed, status = 200 } = config;
  const brings = secret === undefined ? undefined : placeOf(secret);
  const text = `{${echo ?? ""}}`;
  return {
    methods: [method],
    when: Object.entries(when).flatMap(([key, is]) => {
      const at = placeOf(key);
      return at === undefined ? [] : [{ at, is }];
    }),
    ...(signed === true && { signed }),
    ...(brings !== undefined && { brings }),
    answer: {
      status,
      ...(echo !== undefined &&
        (json !== undefined
          ? { json: { [json]: text } }
          : header !== undefined
            ? { headers: { [header]: text } }
            : { text })),
    },
  };
}

function placeOf(text: string): Place | undefined {
  const [, kind, name = ""] = PLACE.exec(text) ?? [];
  if (kind === "query") return { query: name };
  if (kind === "header") return { header: name.toLowerCase() };
  return kind === "body" ? { body: name } : undefined;
}
