// The schemas of `schema/` as an oracle: an envelope and its data, checked by ajv.
import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";

const schema = (path: string): object =>
  JSON.parse(readFileSync(new URL(`../../schema/${path}`, import.meta.url), "utf8")) as object;

const ajv = new Ajv({ allErrors: true, strict: false });
const envelope = ajv.compile(schema("event.json"));
const data = new Map(
  readdirSync(new URL("../../schema/events/", import.meta.url)).map((file) => [
    file.replace(/\.json$/, ""),
    ajv.compile(schema(`events/${file}`)),
  ]),
);

/** What is wrong with an envelope; empty when nothing is. */
export function validateEnvelope(value: Record<string, unknown>): string[] {
  const check = data.get(String(value["type"]));
  if (check === undefined) return [`no schema for ${String(value["type"])}`];
  envelope(value);
  check(value["data"]);
  const errors = [...(envelope.errors ?? []), ...(check.errors ?? [])];
  return errors.map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}
