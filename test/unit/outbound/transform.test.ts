import { describe, expect, it } from "vitest";
import { prepareEndpoint } from "../../../src/outbound/prepare.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

function bodyOf(
  transform: unknown,
  data: unknown = {},
): { ok: true; body: string } | { ok: false; error: string } {
  const result = prepareEndpoint(endpointWith({ transform }));
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.prepared.body(eventWith(data));
}

function rendered(transform: unknown, data: unknown = {}): unknown {
  const result = bodyOf(transform, data);
  if (!result.ok) throw new Error(result.error);
  return JSON.parse(result.body);
}

function problemsOf(transform: unknown): string[] {
  const result = prepareEndpoint(endpointWith({ transform }));
  return result.ok ? [] : result.problems;
}

describe("rendering", () => {
  it("renders the published sample", () => {
    const transform = {
      text: "🚨 OpenClaw alert: {{data.error.message}}\nAgent: {{data.agentId}}\nTime: {{timestamp}}",
    };
    const data = { agentId: "my-agent", error: { message: `it "broke"\n` } };
    expect(rendered(transform, data)).toEqual({
      text: `🚨 OpenClaw alert: it "broke"\n\nAgent: my-agent\nTime: 2026-03-14T10:30:00.000Z`,
    });
  });

  it("keeps every digit of an event's numbers, as text and with their type", () => {
    const event = eventWith({});
    const json = event.json.replace(/"data":\s*\{/, '"data":{"id":8202522731445525542');
    const prepared = prepareEndpoint(endpointWith({ transform: ["{{data.id}}", "n {{data.id}}"] }));
    if (!prepared.ok) throw new Error(prepared.problems.join("\n"));
    expect(prepared.prepared.body({ ...event, json })).toEqual({
      ok: true,
      body: '[8202522731445525542,"n 8202522731445525542"]',
    });
  });

  it("sees the whole envelope", () => {
    expect(rendered(["{{id}}", "{{type}}", "{{instanceId}}", "{{timestamp}}"])).toEqual([
      "evt_1",
      "error.occurred",
      "node-1",
      "2026-03-14T10:30:00.000Z",
    ]);
  });

  it.each([
    [1.5],
    [0],
    [true],
    [false],
    [null],
    [""],
    ["text"],
    [[1, ["a"]]],
    [{ a: { b: null } }],
  ])("keeps the type of %j where a string is one output", (value) => {
    expect(rendered({ v: "{{ data.v }}" }, { v: value })).toEqual({ v: value });
    expect(rendered({ v: "{{-data.v-}}" }, { v: value })).toEqual({ v: value });
  });

  it("keeps the type through filters, and gives null for what is missing", () => {
    expect(rendered({ n: "{{ data.n | plus: 1 }}", m: "{{ data.none }}" }, { n: 2 })).toEqual({
      n: 3,
      m: null,
    });
    expect(rendered({ d: `{{ data.none | default: "x" }}` })).toEqual({ d: "x" });
  });

  it("writes text around values: objects as JSON, null and missing as nothing", () => {
    const text = "{{data.o}} {{data.l}} {{data.n}}|{{data.x}}|{{data.b}}{{data.z}}";
    const data = { o: { a: [1] }, l: ["b", 2], n: null, b: false, z: 0 };
    expect(rendered({ text }, data)).toEqual({ text: `{"a":[1]} ["b",2] ||false0` });
    expect(rendered({ text: " {{data.z}}" }, data)).toEqual({ text: " 0" });
  });

  it("leaves constants and keys as they are", () => {
    const transform = { "{{id}}": 1, a: [true, null, "plain } text {", { b: 2 }] };
    expect(rendered(transform)).toEqual(transform);
  });

  it("makes one JSON value of a transform that is one string", () => {
    expect(bodyOf(`say "{{data.a}}"`, { a: "hi" })).toEqual({ ok: true, body: `"say \\"hi\\""` });
    expect(bodyOf("{{data}}", { a: 1 })).toEqual({ ok: true, body: `{"a":1}` });
  });

  it("keeps a key called __proto__", () => {
    const transform: unknown = JSON.parse(`{"__proto__": "{{id}}"}`);
    expect(bodyOf(transform)).toEqual({ ok: true, body: `{"__proto__":"evt_1"}` });
  });

  it("has loops, conditions and the common filters", () => {
    const text = `{% for t in data.tools %}{% if t.ok %}{{ t.name | upcase }}{% unless forloop.last %}, {% endunless %}{% endif %}{% endfor %}`;
    const tools = [
      { name: "exec", ok: true },
      { name: "read", ok: true },
    ];
    expect(rendered({ text }, { tools })).toEqual({ text: "EXEC, READ" });
    expect(rendered({ text: `{{ data.tools | map: "name" | join: "+" }}!` }, { tools })).toEqual({
      text: "exec+read!",
    });
    expect(rendered({ text: "{{ data.tools | json }}" }, { tools })).toEqual({
      text: JSON.stringify(tools),
    });
  });

  it("writes dates in UTC unless told otherwise, whatever the machine's zone is", () => {
    expect(
      rendered([
        `{{ timestamp | date: "%H:%M" }}`,
        `{{ timestamp | date: "%H:%M", "Europe/Berlin" }}`,
      ]),
    ).toEqual(["10:30", "11:30"]);
  });

  it("takes the time of the event for now, so that every attempt has the same body", () => {
    expect(rendered(`{{ "now" | date: "%Y-%m-%dT%H:%M:%S" }}`)).toBe("2026-03-14T10:30:00");
  });

  it("keeps variables of one string out of the next", () => {
    expect(rendered(["{% assign x = 1 %}{{x}}!", "{{x}}!"])).toEqual(["1!", "!"]);
  });

  it("does not let a template change the event for the next endpoint", () => {
    const event = eventWith({ list: [2, 1] });
    const template = "{% assign data = 1 %}{% assign id = 2 %}{{ data }}";
    const first = prepareEndpoint(
      endpointWith({ transform: [template, "{{ data.list | sort }}"] }),
    );
    const second = prepareEndpoint(endpointWith({ transform: "{{ data.list }}" }));
    if (!first.ok || !second.ok) throw new Error("a template was refused");
    expect(first.prepared.body(event)).toEqual({ ok: true, body: `["1",[1,2]]` });
    expect(second.prepared.body(event)).toEqual({ ok: true, body: "[2,1]" });
  });
});

describe("problems", () => {
  it.each([
    [
      { text: "{{ a | upcas }}" },
      `transform.text: the template cannot be read: undefined filter: upcas, line:1, col:1 (did you mean "upcase"?)`,
    ],
    [
      { a: [{ "b c": "{{ a " }] },
      `transform.a[0]["b c"]: the template cannot be read: output "{{ a " not closed`,
    ],
    [{ a: "{% if x %}" }, "transform.a: the template cannot be read: tag {% if x %} not closed"],
    [{ a: "{% include 'x' %}" }, `tag "include" not found, line:1, col:1; tags are #, assign`],
    ["{{ x".padEnd(70_000, "x") + "}}", "longer than 65536 characters"],
  ])("%j", (transform, message) => {
    expect(problemsOf(transform)).toEqual([expect.stringContaining(message)]);
  });

  it("are all reported at once", () => {
    expect(problemsOf({ a: "{{", b: "{% x %}", c: "fine {{id}}" })).toHaveLength(2);
  });

  it("end a transform that is too deep or too large", () => {
    let deep: unknown = "{{id}}";
    for (let level = 0; level < 40; level++) deep = [deep];
    expect(problemsOf(deep)).toEqual([expect.stringContaining("nested deeper than 32 levels")]);
    expect(problemsOf(Array.from({ length: 3000 }, () => "x"))).toEqual([
      "transform[1999]: more than 2000 values",
    ]);
  });

  it("name the string that cannot be rendered", () => {
    const result = bodyOf({ a: "fine", b: ["{{ data.s | base64_decode }}"] }, { s: "!" });
    expect(result).toEqual({
      ok: false,
      error:
        "transform.b[0]: the template cannot be rendered: invalid base64 provided to base64_decode, line:1, col:1",
    });
  });
});

describe("lock-down", () => {
  it.each([
    "include 'x'",
    "render 'x'",
    "layout 'x'",
    "block x",
    "increment id",
    "decrement id",
    "tablerow x in y",
  ])("has no {%% %s %%}", (tag) => {
    expect(problemsOf(`{% ${tag} %}`)).toEqual([expect.stringContaining("not found")]);
  });

  it.each([
    "raw",
    "push: 1",
    "unshift: 1",
    "group_by: 'a'",
    "where_exp: 'a', 'b'",
    "sample",
    "hmac_sha256: 'k'",
    "inspect",
  ])("has no filter %s", (filter) => {
    expect(problemsOf(`{{ id | ${filter} }}`)).toEqual([
      expect.stringContaining("undefined filter"),
    ]);
  });

  it("reads own properties only", () => {
    const text =
      "{{data.constructor}}{{data.__proto__}}{{data.toString}}{{constructor.name}}{{data.s.__proto__}}{{data.l.constructor}}|";
    expect(rendered({ text }, { s: "a", l: [] })).toEqual({ text: "|" });
    expect(rendered({ text: `{{ data.l | map: "constructor" }}` }, { l: [{}] })).toEqual({
      text: [null],
    });
  });
});

describe("hostile templates end with an error", () => {
  const tooMuch = {
    ok: false,
    error:
      "transform: the template cannot be rendered: the template does too much work for one event; shorten its loops and lists",
  };
  const long = "a".repeat(1_000_000);
  const needle = `${"a".repeat(2000)}b${"a".repeat(2000)}`;

  it.each([
    ["a loop over a huge range", "{% for i in (1..100000000) %}x{% endfor %}", {}],
    [
      "a loop in a loop",
      "{% for i in (1..2000) %}{% for j in (1..2000) %}{% endfor %}{% endfor %}",
      {},
    ],
    ["a loop that writes nothing", "{% for i in (1..900000) %}{% endfor %}", {}],
    ["long static text in a loop", `{% for i in (1..1000) %}${"x".repeat(60_000)}{% endfor %}`, {}],
    [
      "doubling by append",
      "{% assign a = 'ab' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}",
      {},
    ],
    [
      "doubling by capture",
      "{% assign a = 'ab' %}{% for i in (1..60) %}{% capture a %}{{a}}{{a}}{% endcapture %}{% endfor %}",
      {},
    ],
    [
      "doubling by concat",
      "{% assign a = (1..4) %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}",
      {},
    ],
    [
      "repeating a large part",
      "{% assign l = data.big %}{% for i in (1..12) %}{% assign l = l | concat: l %}{% endfor %}{{ l }}",
      { big: [["x".repeat(10_000)]] },
    ],
    [
      "repeating a large value",
      "{% assign l = data.big %}{% for i in (1..12) %}{% assign l = l | concat: l %}{% endfor %}{{ l | json | size }}",
      { big: [["x".repeat(10_000)]] },
    ],
    ["a padded date", "{{ timestamp | date: '%1000000000Y' }}", {}],
    [
      "a join with a long separator",
      "{{ data.s | split: '' | join: data.s }}",
      { s: "a".repeat(5000) },
    ],
    ["a replacement that grows", "{{ data.s | replace: 'a', data.s }}", { s: "a".repeat(5000) }],
    ["a slow search by split", "{{ data.long | split: data.needle | size }}", { long, needle }],
    [
      "a slow search by replace_last",
      "{{ data.long | replace_last: data.needle, 'x' }}",
      { long, needle },
    ],
    [
      "a slow search by contains",
      "{% if data.long contains data.needle %}y{% endif %}",
      { long, needle },
    ],
    ["a sort of a huge list", "{% assign l = (1..3000000) %}{{ l | sort | first }}", {}],
    ["a look into every element", "{% assign l = (1..400000) %}{{ l | where: 'x' | size }}", {}],
    [
      "comparing large lists again and again",
      "{% for i in (1..9000) %}{% if data.l == data.l %}{% endif %}{% endfor %}",
      { l: Array.from({ length: 1000 }, () => 1) },
    ],
  ])("%s", (_, template, data) => {
    expect(bodyOf(template, data)).toEqual(tooMuch);
  });

  it("all strings of a transform share one budget", () => {
    const loop = "{% for i in (1..9000) %}{% endfor %}";
    expect(bodyOf([loop]).ok).toBe(true);
    expect(bodyOf(Array.from({ length: 50 }, () => loop)).ok).toBe(false);
  });

  it.each([
    ["strip_html", "<".repeat(1_000_000)],
    ["strip_html", "<script".repeat(100_000)],
    ["strip_html", "<!--".repeat(200_000)],
    ["squish", `${" ".repeat(1000)}x`.repeat(800)],
    ["truncatewords: 3", `${" ".repeat(900_000)}x`],
    ["strip", " ".repeat(900_000)],
    ["rstrip", `${" ".repeat(900_000)}x`],
    ["escape", "&".repeat(900_000)],
    ["url_encode", "é".repeat(400_000)],
    ["date: '%Y'", " ".repeat(900_000)],
    ["newline_to_br", "\r".repeat(900_000)],
  ])("%s is linear over a long text and so is let through", (filter, text) => {
    expect(bodyOf(`{{ data.text | ${filter} | size }}`, { text }).ok).toBe(true);
  });

  it("a body that is far longer than the event is refused", () => {
    const transform = Array.from({ length: 8 }, () => "{{data}}");
    expect(bodyOf(transform, { text: "x".repeat(500_000) })).toEqual({
      ok: false,
      error: expect.stringMatching(/^transform: the body is longer than \d+ characters$/),
    });
  });

  it("an event of a megabyte passes whole", () => {
    const text = "x".repeat(1_000_000);
    expect(rendered({ event: "{{data}}" }, { text })).toEqual({ event: { text } });
  });
});
