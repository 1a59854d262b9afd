// What a reader's answer becomes: the fields of the schema, and from them the message of the acting agent. Must not let
// anything of an answer through that the schema does not name, nor repeat an answer in an error.
import type { SchemaMismatch } from "../decision/schema/mismatch.ts";
import { compileSchema } from "../decision/schema/validate.ts";
import { largeSchemaProblem } from "../decision/schema/schema-size.ts";
import type { Wrap } from "../prompt/fence.ts";
import { compilePrompt, type RenderedPrompt } from "../prompt/prompt.ts";
import type { RequestContent } from "../request/request-content.ts";
import { closeSchema } from "./closed-schema.ts";
import { fieldNameProblems } from "./field-names.ts";

export type Fields = Readonly<Record<string, unknown>>;

export interface Reading {
  /** Closed. */
  schema: Readonly<Record<string, unknown>>;
  fieldsOf: (answer: string) => { ok: true; fields: Fields } | { ok: false; error: string };
  /** The acting agent's message. */
  render: (
    fields: Fields,
    request: Pick<RequestContent, "id" | "route" | "receivedAt">,
    wrap: Wrap,
  ) => RenderedPrompt;
}

/** Steps that checking one answer may take on the Gateway's thread, of about 15 ns each. */
const MAX_STEPS = 1_000_000;
const MAX_ANSWER = 16_000;
const MIN_ANSWER = 4_000;
/** A model's habit: the JSON in a Markdown block. */
const CODE_BLOCK = /^```(?:json)?\s*\n([\s\S]*)\n\s*```$/;

/** Problems start with their place in the route: `read.schema.properties.tags: …`, `template: …`. */
export function compileReading({
  schema,
  template,
}: {
  schema: Readonly<Record<string, unknown>>;
  template: string;
}): { ok: true; reading: Reading } | { ok: false; problems: string[] } {
  const large = largeSchemaProblem(schema);
  if (large !== undefined) return { ok: false, problems: [`read.${large}`] };
  const closed = closeSchema(schema);
  const prompt = compilePrompt(template);
  const problems = [
    ...(closed.ok ? [] : closed.problems.map((problem) => `read.${problem}`)),
    ...(prompt.ok ? [] : [`template: ${prompt.problem}`]),
    ...fieldNameProblems(template, schema).map((problem) => `template: ${problem}`),
  ];
  if (!closed.ok || !prompt.ok || problems.length > 0) return { ok: false, problems };
  const compiled = compileSchema(closed.schema, "fields");
  if (!compiled.ok) return { ok: false, problems: [`read.${compiled.problem}`] };
  const maxLength = Math.min(MAX_ANSWER, Math.floor(MAX_STEPS / compiled.cost));
  if (maxLength < MIN_ANSWER) return { ok: false, problems: [TOO_COSTLY] };
  return {
    ok: true,
    reading: {
      schema: closed.schema,
      fieldsOf: (answer) => fieldsOf(answer, maxLength, compiled.check),
      render: (fields, { id, route, receivedAt }, wrap) => {
        const bodyBytes = JSON.stringify(fields).length;
        const about = { id, route, receivedAt, headers: {}, query: {}, body: undefined, bodyBytes };
        return prompt.prompt.render({ requests: [{ ...about, fields }], superseded: 0 }, wrap);
      },
    },
  };
}

const TOO_COSTLY =
  "read.schema: an answer would take too long to check; name fewer fields, shorten patterns and enums, and let no $ref lead back to itself";

function fieldsOf(
  answer: string,
  maxLength: number,
  check: (value: unknown) => SchemaMismatch[],
): ReturnType<Reading["fieldsOf"]> {
  if (answer.length > maxLength) {
    return { ok: false, error: `it has ${answer.length} characters, more than ${maxLength}` };
  }
  const trimmed = answer.trim();
  const fields = parsed(CODE_BLOCK.exec(trimmed)?.[1] ?? trimmed);
  if (fields === undefined) return { ok: false, error: "it is no JSON" };
  const mismatches = check(fields);
  if (mismatches.length === 0) return { ok: true, fields: fields as Fields };
  return { ok: false, error: [...new Set(mismatches.map(words))].join("; ") };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is not named in the schema has a name that its sender may have chosen. */
function words({ path, message }: SchemaMismatch): string {
  return message === "is not allowed"
    ? "it has a field that the schema does not name"
    : `${path} ${message}`;
}
