import fc from "fast-check";
import { DOMParser, onErrorStopParsing, type Element } from "@xmldom/xmldom";
import { InteractionResponseType } from "discord-interactions";
import twilio from "twilio";
import { describe, expect, it } from "vitest";
import type { RouteAuth, RouteResponse } from "../../../src/config/route/route-settings.ts";
import {
  compileRouteAnswer,
  type RenderedAnswer,
  type Told,
} from "../../../src/inbound/answer/route-answer.ts";
import { requestWith } from "../../support/inbound-content.ts";

const none: RouteAuth = { kind: "none" };
const presetAuth = (preset: string): RouteAuth => ({
  kind: "preset",
  preset,
  secrets: [{ value: "s" }],
  toleranceMs: 300_000,
});

function problemsOf(response: Partial<RouteResponse>, auth: RouteAuth = none): string[] {
  const compiled = compileRouteAnswer({ auth, response: { mode: "accepted", ...response } });
  return compiled.ok ? [] : compiled.problems;
}

function answered(
  response: Partial<RouteResponse>,
  body: unknown,
  told: Told = { status: "accepted" },
  auth: RouteAuth = none,
): RenderedAnswer | undefined {
  const mode = told.status === "accepted" ? "accepted" : "wait";
  const compiled = compileRouteAnswer({ auth, response: { mode, ...response } });
  if (!compiled.ok) throw new Error(compiled.problems.join());
  return compiled.answer.words?.render(requestWith(body), told);
}

function bodyOf(...given: Parameters<typeof answered>): string {
  const rendered = answered(...given);
  if (rendered?.ok !== true) throw new Error(rendered?.error ?? "no words");
  return rendered.answer.body;
}

type Tree = [name: string, attributes: Record<string, string>, children: (Tree | string)[]];

/** Throws on what is not well-formed. */
function treeOf(xml: string): Tree {
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, "text/xml");
  const tree = (element: Element): Tree => [
    element.tagName,
    Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    [...element.childNodes].map((child) =>
      child.nodeType === child.ELEMENT_NODE ? tree(child as Element) : (child.nodeValue ?? ""),
    ),
  ];
  const root = document.documentElement;
  if (root === null) throw new Error("no element");
  return tree(root);
}

const completed = (reply: string): Told => ({ status: "completed", reply });

describe("the answer of a route without words", () => {
  it("is JSON, with the status and the patience of the settings or of its sender", () => {
    const of = (response: RouteResponse, auth: RouteAuth = none): unknown => {
      const compiled = compileRouteAnswer({ auth, response });
      return compiled.ok && compiled.answer;
    };
    const usual = { status: 200, timeoutMs: 30_000 };
    expect(of({ mode: "accepted" })).toEqual({ ...usual, waits: false });
    expect(of({ mode: "wait", status: 202, timeoutMs: 5 })).toEqual({
      status: 202,
      timeoutMs: 5,
      waits: true,
    });
    expect(of({ mode: "wait" }, presetAuth("github"))).toEqual({ ...usual, waits: true });
    expect(of({ mode: "wait" }, presetAuth("twilio"))).toMatchObject({ timeoutMs: 13_000 });
  });

  it("is given at once to whoever takes the reply later, unless it waits for words of the route's", () => {
    const waits = (response: RouteResponse, preset: string): unknown => {
      const compiled = compileRouteAnswer({ auth: presetAuth(preset), response });
      return compiled.ok && compiled.answer.waits;
    };
    expect(waits({ mode: "wait" }, "discord")).toBe(false);
    expect(waits({ mode: "wait" }, "slack")).toBe(false);
    expect(waits({ mode: "wait", body: { text: "{{reply}}" } }, "slack")).toBe(true);
    expect(waits({ mode: "wait" }, "twilio")).toBe(true);
  });
});

describe("words of the operator's", () => {
  it("are told with their type, and never as a page", () => {
    expect(answered({ body: "[accepted]" }, {})).toEqual({
      ok: true,
      answer: {
        status: 200,
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        },
        body: "[accepted]",
      },
    });
    const json = answered({ body: { code: 0, message: "{{body.id}}" }, status: 201 }, { id: 7 });
    expect(json).toMatchObject({
      ok: true,
      answer: {
        status: 201,
        headers: { "content-type": "application/json" },
        body: '{"code":0,"message":7}',
      },
    });
  });

  it("are nothing at all with an empty body, and then of no type", () => {
    const rendered = answered({ status: 204, body: "" }, {});
    expect(rendered?.ok && rendered.answer).toEqual({
      status: 204,
      headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" },
      body: "",
    });
  });

  it("keep any value a text of JSON, as its parser reads it", () => {
    const source = '{"text": "{{reply}}", "from": "{{body.name}}", "n": {{body.n}}}';
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), fc.integer(), (reply, name, n) => {
        const response = { contentType: "application/json", body: source };
        const body = bodyOf(response, { name, n }, completed(reply));
        expect(JSON.parse(body)).toEqual({ text: reply.toWellFormed(), from: name, n });
      }),
    );
  });

  it("keep any value a text of XML, as a parser of XML reads it", () => {
    const source = '<R a="{{body.name}}"><T>{{reply}}</T></R>';
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (reply, name) => {
        const response = { contentType: "application/xml", body: source };
        const body = bodyOf(response, { name }, completed(reply));
        const [root, attributes, children] = treeOf(body);
        expect([root, Object.keys(attributes), children.map(String)]).toEqual([
          "R",
          ["a"],
          children.length === 0 ? [] : [expect.stringMatching(/^T,/)],
        ]);
      }),
    );
    const hostile = `</T></R><Dial>+1</Dial>&x;]]>"'\u0000`;
    const body = bodyOf(
      { contentType: "text/xml", body: source },
      { name: hostile },
      completed(hostile),
    );
    const text = hostile.replace("\u0000", "");
    expect(treeOf(body)).toEqual(["R", { a: text }, [["T", {}, [text]]]]);
  });

  it("keep any value one field of a form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (reply) => {
        const response = {
          contentType: "application/x-www-form-urlencoded",
          body: "ok=1&text={{reply}}",
        };
        const read = new URLSearchParams(bodyOf(response, {}, completed(reply)));
        expect([...read]).toEqual([
          ["ok", "1"],
          ["text", reply.toWellFormed()],
        ]);
      }),
    );
  });

  it("that come to no JSON, or to too much of it, are told as a mistake and not sent", () => {
    const raw = { contentType: "application/json", body: '{"n": {{body.n}}}' };
    expect(answered(raw, {})).toEqual({
      ok: false,
      error: "response.body: what the template gives is no JSON",
    });
    const long = { body: "{{reply}}" };
    expect(answered(long, {}, completed("x".repeat(300_000)))).toEqual({
      ok: false,
      error: "response.body: longer than 262144 characters",
    });
  });

  it.each([
    [{ body: "{{ bdy.id }}" }, 'response.body: there is no "bdy", did you mean "body"?'],
    [
      { body: { a: ["{{ header.x }}"] } },
      'response.body: there is no "header", did you mean "headers"?',
    ],
    [
      { body: "{{ reply }}" },
      'response.body: there is no "reply" before the run has ended; set mode: "wait"',
    ],
    [{ contentType: "text/xml" }, 'response.contentType: says nothing without "body"'],
    [
      { body: "x", contentType: "text/xml" },
      'response.body: is no XML; write XML, or set "contentType" to what it is',
    ],
    [
      { body: "x", contentType: "application/json" },
      'response.body: is no JSON; write JSON, or set "contentType" to what it is',
    ],
    [
      { body: "<Response/>" },
      'response.body: looks like XML, whose values must be escaped; set "contentType" to "text/xml"',
    ],
    [
      { body: '{"a": 1}' },
      'response.body: looks like JSON, whose values must be escaped; set "contentType" to "application/json"',
    ],
    [
      { body: {}, contentType: "text/plain" },
      'response.body: expected a text, because "contentType" is not JSON',
    ],
    [{ body: "x", status: 204 }, "response.body: an answer with status 204 has no body"],
    [
      { mode: "wait" as const, status: 204 },
      "response.status: 204 has no body that a reply could stand in",
    ],
    [
      { body: { a: "{{ x" } },
      'response.body.a: the template cannot be read: output "{{ x" not closed, line:1, col:1',
    ],
  ])("that cannot work are a mistake of the settings: %j", (response, problem) => {
    expect(problemsOf(response)).toEqual([problem]);
  });

  it.each(["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml; charset=latin1", "x"])(
    "are never told as %s",
    (contentType) => {
      expect(problemsOf({ body: "x", contentType })[0]).toMatch(
        /^response\.contentType: expected application\/json/,
      );
    },
  );

  it("may make and read names of their own", () => {
    const body =
      "{% assign n = body.list | size %}{% for one in body.list %}{{one}}{% endfor %}{{n}}";
    expect(problemsOf({ body })).toEqual([]);
    expect(bodyOf({ body }, { list: ["a", "b"] })).toBe("ab2");
  });
});

describe("what Twilio reads", () => {
  const auth = presetAuth("twilio");
  const reply = `Your order #42 < 3 days, "soon" & it's on its way 😀`;

  it("is, of a message, what its own library would write", () => {
    const own = new twilio.twiml.MessagingResponse();
    own.message(reply);
    const body = bodyOf({}, { MessageSid: "SM1", Body: "hi" }, completed(reply), auth);
    expect(treeOf(body)).toEqual(treeOf(own.toString()));
  });

  it("is, of a call, what its own library would say", () => {
    const own = new twilio.twiml.VoiceResponse();
    own.say(reply);
    const body = bodyOf({}, { CallSid: "CA1" }, completed(reply), auth);
    expect(treeOf(body)).toEqual(treeOf(own.toString()));
  });

  it.each(["accepted", "filtered", "running", "failed"] as const)(
    "is TwiML that does nothing while there is no reply: %s",
    (status) => {
      const own = new twilio.twiml.MessagingResponse().toString();
      const rendered = answered({}, { MessageSid: "SM1" }, { status }, auth);
      expect(rendered?.ok && rendered.answer.headers["content-type"]).toBe(
        "text/xml; charset=utf-8",
      );
      expect(treeOf(rendered?.ok ? rendered.answer.body : "")).toEqual(treeOf(own));
    },
  );

  it("is several messages where a reply is longer than one may be, and ten at most", () => {
    const own = new twilio.twiml.MessagingResponse();
    for (const page of ["a", "b", "c"]) own.message(page.repeat(page === "c" ? 800 : 1600));
    const long = "a".repeat(1600) + "b".repeat(1600) + "c".repeat(800);
    const message = { MessageSid: "SM1" };
    expect(bodyOf({}, message, completed(long), auth)).toBe(own.toString());
    const longest = bodyOf({}, message, completed("x".repeat(50_000)), auth);
    expect(longest.match(/<Message>/g)).toHaveLength(10);
  });
});

describe("a status that has no body", () => {
  it("takes the words of the sender's with it", () => {
    const rendered = answered({ status: 204 }, { Body: "hi" }, undefined, presetAuth("twilio"));
    expect(rendered).toMatchObject({ ok: true, answer: { status: 204, body: "" } });
    expect(rendered?.ok && rendered.answer.headers).not.toHaveProperty("content-type");
  });
});

describe("what Discord reads", () => {
  const auth = presetAuth("discord");
  const { PONG: _pong, ...Type } = InteractionResponseType;

  it.each([2, 3, 5])("of an interaction of type %i is that it is deferred", (type) => {
    expect(JSON.parse(bodyOf({}, { type, data: {} }, { status: "accepted" }, auth))).toEqual({
      type: Type.DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE,
    });
  });

  it("of what is typed is a list of no choices, of an event nothing", () => {
    expect(JSON.parse(bodyOf({}, { type: 4 }, undefined, auth))).toEqual({
      type: Type.APPLICATION_COMMAND_AUTOCOMPLETE_RESULT,
      data: { choices: [] },
    });
    const event = answered({}, { type: 1, event: { type: "X" } }, undefined, auth);
    expect(event).toMatchObject({ ok: true, answer: { status: 204, body: "" } });
  });
});

describe("what Slack reads", () => {
  const auth = presetAuth("slack");

  it("is nothing", () => {
    for (const body of [{ command: "/ask" }, { type: "block_actions" }, { type: "event_callback" }])
      expect(answered({}, body, { status: "accepted" }, auth)).toMatchObject({
        ok: true,
        answer: { status: 200, body: "" },
      });
  });

  it("has the status that the route sets, and the words that it sets in place of them", () => {
    const answer = answered({ status: 202 }, { command: "/ask" }, undefined, auth);
    expect(answer).toMatchObject({ ok: true, answer: { status: 202, body: "" } });
    const words = { body: { response_type: "in_channel", text: "on it: {{body.text}}" } };
    expect(bodyOf(words, { command: "/ask", text: "why" }, undefined, auth)).toBe(
      '{"response_type":"in_channel","text":"on it: why"}',
    );
  });
});
