import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../../src/config/settings.ts";
import { prepareEndpoint } from "../../../../src/outbound/prepare.ts";
import { endpointOf } from "../../../support/engine-fixture.ts";
import { eventWith } from "../../../support/outbound.ts";
import { prepared, tryOnce, type ReceivedRequest } from "../../../support/one-try.ts";

async function sent(settings: Partial<Endpoint>, data: unknown): Promise<ReceivedRequest> {
  const requests: ReceivedRequest[] = [];
  await tryOnce(prepared(settings), eventWith(data), (request) => {
    requests.push(request);
    return { status: 200 };
  });
  const [request] = requests;
  if (!request) throw new Error("nothing was sent");
  return request;
}

function problemsOf(settings: Partial<Endpoint>): string[] {
  const preparation = prepareEndpoint(endpointOf(settings));
  return preparation.ok ? [] : preparation.problems;
}

describe("method and content", () => {
  it.each(["GET", "DELETE"] as const)("%s has no body and no type", async (method) => {
    const request = await sent({ method }, {});
    expect(request).toMatchObject({ method, body: "" });
    expect(request.headers).not.toHaveProperty("content-type");
  });

  it.each(["POST", "PUT", "PATCH"] as const)("%s sends the event", async (method) => {
    const request = await sent({ method }, { a: 1 });
    expect(request.method).toBe(method);
    expect(JSON.parse(request.body)).toMatchObject({ data: { a: 1 } });
  });

  it("writes a form that a form parser reads back", async () => {
    const transform = { to: "+4179", text: "{{ data.a }}", list: [1, { b: "x&y" }], no: null };
    const request = await sent({ contentType: "form", transform }, { a: "ä & = +" });
    expect(request.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect([...new URLSearchParams(request.body)]).toEqual([
      ["to", "+4179"],
      ["text", "ä & = +"],
      ["list[0]", "1"],
      ["list[1][b]", "x&y"],
    ]);
  });

  it("writes text and lines of JSON", async () => {
    const text = await sent({ contentType: "text", transform: "Hi {{ data.a }}" }, { a: 1 });
    expect(text.body).toBe("Hi 1");
    expect(text.headers["content-type"]).toBe("text/plain; charset=utf-8");
    const line = await sent({ contentType: "ndjson", transform: { a: "{{ data.a }}" } }, { a: 1 });
    expect(line.body).toBe('{"a":1}\n');
    expect(line.headers["content-type"]).toBe("application/x-ndjson");
  });
});

describe("a number that no double holds", () => {
  const ID = "8202522731445525542";
  // As a stored event has it.
  const event = { ...eventWith({}), json: `{"id":"evt_1","type":"x","data":{"id":${ID}}}` };

  async function read(settings: Partial<Endpoint>): Promise<ReceivedRequest> {
    const requests: ReceivedRequest[] = [];
    await tryOnce(prepared(settings), event, (request) => {
      requests.push(request);
      return { status: 200 };
    });
    const [request] = requests;
    if (!request) throw new Error("nothing was sent");
    return request;
  }

  it("keeps its digits in a form, a text, a line, a URL and a vendor's words", async () => {
    const transform = { id: "{{ data.id }}" };
    const line = `{"id":${ID}}`;
    expect((await read({ contentType: "form", transform })).body).toBe(`id=${ID}`);
    expect((await read({ contentType: "text", transform: "{{ data.id }}" })).body).toBe(ID);
    expect((await read({ contentType: "ndjson", transform })).body).toBe(`${line}\n`);
    const { url } = await read({ url: "https://example.com/{{ data.id }}" });
    expect(url.pathname).toBe(`/${ID}`);
    const shaped = await read({ format: "cloudevents" });
    expect(shaped.body).toContain(`"id":${ID}`);
    const feishu = { format: "feishu", text: "{{ data.id }}", secrets: [{ value: "sesame" }] };
    expect((await read(feishu)).body).toContain(ID);
  });
});

describe("templates in a URL", () => {
  it("are filled value by value, percent-encoded", async () => {
    const url = "https://h.example/a/{{ data.a }}?q={{ data.q }}&n={{ data.n | plus: 1 }}";
    const { url: got } = await sent({ url, method: "GET" }, { a: "x/y?z#", q: "ä&b=c", n: 1 });
    expect(got.href).toBe("https://h.example/a/x%2Fy%3Fz%23?q=%C3%A4%26b%3Dc&n=2");
  });

  it("see what the payload level shows", async () => {
    const url = "https://h.example/?t={{ data.message.content }}&e={{ id }}";
    const { url: got } = await sent({ url, payload: "thin" }, { message: { content: "secret" } });
    expect(got.search).toBe("?t=&e=evt_1");
  });

  it.each([
    "{{ data.scheme }}://h.example/",
    "https://{{ data.host }}/",
    "https://h.example:{{ data.port }}/",
    "https://user:{{ data.password }}@h.example/",
    "https://h.example{{ data.rest }}",
    "https://h{% if data.a %}.evil{% endif %}.example/",
  ])("are refused in %s", (url) => {
    expect(problemsOf({ url })).toEqual([
      "url: a template may stand in the path and the query only; write scheme, host and port as they are",
    ]);
  });

  it("choose neither where a request goes nor how many steps its path has", async () => {
    const words = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "..",
        ".",
        "/",
        "\\",
        "%2e%2e",
        "..%2f",
        "@evil.example",
        "\t..",
        "//x",
        "?",
        "#",
      ),
    );
    await fc.assert(
      fc.asyncProperty(words, words, async (a, b) => {
        const url = "https://h.example:8443/p/{{ data.a }}/e?k={{ data.b }}&l=1";
        const rendered = prepared({ url }).messages(eventWith({ a, b }));
        if (!rendered.ok) {
          expect(rendered.error).toBe("url: a value of this event would change the path");
          expect([".", ".."]).toContain(a);
          return;
        }
        const got = new URL(rendered.messages[0]?.url ?? "");
        expect(got.origin).toBe("https://h.example:8443");
        const [, p, step = "", e, ...more] = got.pathname.split("/");
        expect([p, decodeURIComponent(step), e, more]).toEqual(["p", a.toWellFormed(), "e", []]);
        expect([...got.searchParams.keys()]).toEqual(["k", "l"]);
        expect(got.searchParams.get("k")).toBe(b.toWellFormed());
        expect(got.hash).toBe("");
      }),
    );
  });
});

it("says which settings do not go together", () => {
  expect(problemsOf({ text: "x", long: "cut", options: { a: 1 } })).toEqual([
    'text: goes with "format" only; name the receiver\'s format beside it',
    'long: goes with "format" only; name the receiver\'s format beside it',
    'options: goes with "format" only; name the receiver\'s format beside it',
  ]);
  const pager = {
    format: "pagerduty",
    options: { token: "t" },
    events: ["tool.called", "error.*"],
  };
  expect(problemsOf(pager)).toEqual([
    expect.stringMatching(
      /^events: format "pagerduty" sends no tool\.called; it takes error\.occurred, /,
    ),
  ]);
  expect(problemsOf({ format: "line", options: { to: "U1" } })).toEqual([
    'options.token: is missing; format "line" needs the channel access token',
  ]);
  expect(problemsOf({ format: "cloudevents", options: { mode: "batch" } })).toEqual([
    'options.mode: must be one of "structured", "binary", "batched"',
  ]);
  expect(problemsOf({ format: "home-assistant", method: "DELETE" })).toEqual([
    'method: format "home-assistant" says it itself; it may be POST, PUT, GET',
  ]);
  expect(problemsOf({ format: "discord", method: "GET", contentType: "form" })).toEqual([
    'method: format "discord" says it itself; leave it out',
    'contentType: format "discord" says it itself; leave it out',
  ]);
  expect(
    problemsOf({ format: "discord", transform: {}, options: { user: "x" }, text: "{{ a | b }}" }),
  ).toEqual([
    'options.user: unknown option of format "discord", expected one of "username", "avatarUrl"',
    'transform: format "discord" makes the body itself; write the words as "text", or leave out "format"',
    expect.stringMatching(/^text: the template cannot be read: /),
  ]);
});
