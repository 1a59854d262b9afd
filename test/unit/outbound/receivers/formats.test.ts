import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Endpoint } from "../../../../src/config/settings.ts";
import { toRecord } from "../../../../src/event/envelope.ts";
import { sampleDraft } from "../../../../src/event/sample.ts";
import { EVENT_TYPES, type EventType } from "../../../../src/generated/event-types.ts";
import { PLAIN } from "../../../../src/outbound/format/escape.ts";
import type { Format } from "../../../../src/outbound/format/format.ts";
import { FORMATS } from "../../../../src/outbound/formats/formats.ts";
import { eventWith } from "../../../support/outbound.ts";
import { prepared, tryOnce, TRIED_AT, type ReceivedRequest } from "../../../support/one-try.ts";
import { RECEIVERS } from "../../../support/receivers/receivers.ts";
import type { StandIn } from "../../../support/receivers/stand-in.ts";

interface Row {
  name: string;
  format: Format;
  standIn: StandIn;
}

const rows: Row[] = [...FORMATS].flatMap(([name, format]) => {
  const standIn = RECEIVERS[name];
  return standIn ? [{ name, format, standIn }] : [];
});
const texts = rows.filter(({ format }) => format.text !== undefined);

function sample(type: EventType, id: string) {
  const context = { instanceId: "node 1", newId: () => id, maxEventBytes: 1_000_000 };
  return toRecord(sampleDraft(type, TRIED_AT), context);
}

/** What the receiver got, and what came of it. */
async function send(
  { name, standIn }: Pick<Row, "name" | "standIn">,
  event: ReturnType<typeof eventWith>,
  settings: Partial<Endpoint> = {},
) {
  const requests: ReceivedRequest[] = [];
  const endpoint = prepared({
    format: name,
    events: FORMATS.get(name)?.events ?? EVENT_TYPES,
    ...standIn.settings,
    ...settings,
  });
  const { settlement, effect } = await tryOnce(endpoint, event, (request, index) => {
    requests.push(request);
    return standIn.receive(request, index);
  });
  return { requests, status: settlement.status, error: settlement.attempt?.error, effect };
}

/** Puts a broken format in place of the right one, for one test. */
function breakFormat(name: string, change: Partial<Format>): void {
  const formats = FORMATS as Map<string, Format>;
  const right = formats.get(name);
  if (!right) throw new Error(`no format ${name}`);
  formats.set(name, { ...right, ...change });
  onTestFinished(() => void formats.set(name, right));
}

/** An event that every format takes. */
function failed(message: string) {
  return eventWith({
    agentId: "main",
    sessionKey: "agent:main:x",
    error: { kind: "run", message },
  });
}

it("has a receiver for each format, and a name for each in the schema", () => {
  const schema = JSON.parse(readFileSync("schema/config.json", "utf8")) as {
    definitions: { endpoint: { properties: { format: { enum: string[] } } } };
  };
  expect([...FORMATS.keys()]).toEqual(schema.definitions.endpoint.properties.format.enum);
  expect(rows.map(({ name }) => name)).toEqual([...FORMATS.keys()]);
});

describe.each(rows)("$name", (row) => {
  const { name, format, standIn } = row;
  const types = format.events ?? EVENT_TYPES;

  it.each(types)("takes %s in its default wording", async (type) => {
    for (const payload of ["full", "redacted", "thin"] as const) {
      const event = sample(type, `evt_${type.replaceAll(/\W/g, "")}${payload}`);
      const { status, error, requests } = await send(row, event, { payload });
      expect({ status, error, requests: requests.length }).toEqual({
        status: "delivered",
        error: undefined,
        requests: 1,
      });
    }
  });

  it.each(standIn.refuses)(
    "$status: $error",
    async ({ settings = {}, answer, status, error, busy }) => {
      const got = await send(
        answer ? { name, standIn: { ...standIn, receive: () => answer } } : row,
        failed("no"),
        settings,
      );
      expect(got.status).toBe(status);
      if (error !== undefined) expect(got.error).toBe(error);
      if (status !== "delivered") expect(got.effect.kind === "overloaded").toBe(busy === true);
    },
  );

  it("is told apart by its own rules: without them an answer means something else", async () => {
    breakFormat(name, { answers: { words: format.answers.words } });
    const outcomes = await Promise.all(
      standIn.refuses.map(async ({ settings = {}, answer, status, busy }) => {
        const got = await send(
          answer ? { name, standIn: { ...standIn, receive: () => answer } } : row,
          failed("no"),
          settings,
        );
        return got.status === status && (got.effect.kind === "overloaded") === (busy === true);
      }),
    );
    // A form and a CloudEvents receiver have no rule beyond the status.
    expect(outcomes.every(Boolean)).toBe(["cloudevents", "form"].includes(name));
  });

  it("keeps the endpoint's secrets out of what it says of a refusal", async () => {
    const secrets = [
      ...Object.entries(standIn.settings.options ?? {})
        .filter(([key]) => ["token", "user"].includes(key))
        .map(([, value]) => String(value)),
      ...(standIn.settings.url?.match(/(?:s3cr3t|t0k3n|k3y)[\w-]*/gi) ?? []),
    ].filter((secret) => secret.length >= 8);
    const body = { error: secrets.join(" "), message: secrets.join(" "), msg: secrets.join(" ") };
    const echoing = { ...standIn, receive: () => ({ status: 500, body: JSON.stringify(body) }) };
    const { error } = await send({ name, standIn: echoing }, failed("no"));
    for (const secret of secrets) expect(error).not.toContain(secret);
  });
});

describe.each(texts)("the text of $name", (row) => {
  const { name, format, standIn } = row;
  const long = `${'Grüße 👩‍👩‍👧‍👦 é "\\ <&> '.repeat(6000)}end`;

  it("is cut within the limit, and too long without it", async () => {
    const { status, requests } = await send(row, failed(long));
    expect(status).toBe("delivered");
    expect(requests).toHaveLength(1);
    if (!format.text) throw new Error("no text");
    breakFormat(name, { text: { ...format.text, most: 1_000_000 } });
    const unlimited = await send(row, failed(long));
    expect(unlimited.status).not.toBe("delivered");
  });

  it("is split in order, each part within the limit", async () => {
    const { status, requests } = await send(row, failed(long), {
      long: "split",
      text: "{{ data.error.message }}",
    });
    expect(status).toBe("delivered");
    expect(requests.length).toBeGreaterThan(1);
    if (!standIn.reads) return;
    const read = requests
      .map((request) => standIn.reads?.(request) ?? "")
      .join("")
      .replace(/…$/, "");
    expect(long.startsWith(read)).toBe(true);
  });

  it("shows a stranger's text as it is, and nothing in it calls or leads anywhere", async () => {
    const hostile = fc
      .array(
        fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
          fc.string({ unit: "grapheme", maxLength: 12 }),
        ),
        { minLength: 1, maxLength: 12 },
      )
      .map((parts) =>
        parts
          .join("")
          .replaceAll(/[\s\u200B\uFDD0\uFDD1]+/g, " ")
          .trim(),
      )
      .filter((text) => text !== "" && !text.includes("http"));
    await fc.assert(
      fc.asyncProperty(hostile, async (message) => {
        const { status, requests, error } = await send(row, failed(message), {
          text: "{{ data.error.message }}",
        });
        expect({ status, error }).toEqual({ status: "delivered", error: undefined });
        const [request] = requests;
        if (!request) throw new Error("nothing was sent");
        expect(standIn.active?.(request)).toEqual([]);
        if (standIn.reads) expect(standIn.reads(request).trim()).toBe(shown(message));
      }),
      { numRuns: 300 },
    );
  });

  it.runIf(Object.keys(format.text?.escape ?? {}).length > 0)(
    "would call or lead somewhere without its escape",
    async () => {
      if (!format.text) throw new Error("no text");
      breakFormat(name, { text: { ...format.text, escape: PLAIN } });
      const message = HOSTILE.join(" ");
      const { requests, status } = await send(row, failed(message), {
        text: "{{ data.error.message }}",
      });
      const active = requests.flatMap((request) => standIn.active?.(request) ?? []);
      expect(status !== "delivered" || active.length > 0).toBe(true);
    },
  );
});

/** Control characters are not sent. */
function shown(message: string): string {
  return message
    .toWellFormed()
    .replaceAll(/(?![\n\t])\p{Cc}/gu, "")
    .trim();
}

const HOSTILE = [
  "@everyone",
  "@here",
  "@all",
  "@channel",
  "<!channel>",
  "<!subteam^S1>",
  "<@123456>",
  "<@&42>",
  "<#7>",
  "<users/all>",
  '<at user_id="all">x</at>',
  '<a href="x:y">z</a>',
  "[label](x:y)",
  "~town-square",
  "**bold**",
  "*bold*",
  "__under__",
  "_it_",
  "~~gone~~",
  "`code`",
  "```block```",
  "||spoiler||",
  "> quote",
  "# title",
  "- list",
  "&lt;",
  "&amp;",
  "\\",
  "\\*",
  "{{ id }}",
  "{% raw %}",
];
