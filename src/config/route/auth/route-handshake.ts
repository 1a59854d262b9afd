// Reads and checks a route's own `handshake`: how the sender's test of the address is answered. Answers nothing.
import type { RouteHandshakeConfig } from "../../../generated/config.ts";
import { configPath } from "../../../language/config-path.ts";
import type { Place } from "../../../signature/scheme.ts";
import { headerNameProblem } from "../../endpoint/headers.ts";
import type { Problem } from "../../settings.ts";
import type { RouteHandshake } from "../route-settings.ts";

const PLACE = /^(query|header|body)\.(.+)$/;

/** What the definition cannot say. */
export function checkHandshake(config: RouteHandshakeConfig, path: string): Problem[] {
  const { when = {}, echo, json, header, method = "GET" } = config;
  const problems: Problem[] = [];
  const add = (key: string, message: string): void => {
    problems.push({ path: configPath(path, key), message });
  };
  const places = [
    ...Object.keys(when).map((key) => ["when", key]),
    ...(echo ? [["echo", echo]] : []),
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
  // A delivery is a POST: what answers every one of them starts no run ever.
  if (method === "POST" && Object.keys(when).length === 0 && echo === undefined)
    add("when", 'is missing: with method "POST" every delivery would be taken for the test');
  return problems;
}

/** `config`: found sound. */
export function readHandshake(config: RouteHandshakeConfig): RouteHandshake {
  const { method = "GET", when = {}, echo, json, header, status = 200 } = config;
  const place = echo === undefined ? undefined : placeOf(echo);
  return {
    method,
    when: Object.entries(when).flatMap(([key, text]) => {
      const at = placeOf(key);
      return at === undefined ? [] : [{ at, text }];
    }),
    ...(place !== undefined && { echo: place }),
    ...(json !== undefined && { json }),
    ...(header !== undefined && { header }),
    status,
  };
}

function placeOf(text: string): Place | undefined {
  const [, kind, name = ""] = PLACE.exec(text) ?? [];
  if (kind === "query") return { query: name };
  if (kind === "header") return { header: name.toLowerCase() };
  return kind === "body" ? { body: name } : undefined;
}
