import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readBody, type ReadBody } from "../../../src/inbound/request/body.ts";

const folder = new URL("../../../fixtures/requests/bodies/", import.meta.url);

interface Fixture {
  contentType?: string;
  body?: string;
  base64?: string;
  read?: { kind: string; body: unknown };
  refused?: { status: number; code: string };
}

function read(contentType: string | undefined, rawBody: Uint8Array): ReadBody {
  return readBody({ contentType, rawBody });
}

function refusalOf(contentType: string | undefined, body: string): string {
  const result = read(contentType, Buffer.from(body));
  if (result.ok) throw new Error("the body was read");
  return `${result.status} ${result.error.message}`;
}

const fixtures = readdirSync(folder).map((file) => {
  const fixture = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Fixture;
  return { file, ...fixture };
});

describe("a body", () => {
  it.each(fixtures)(
    "is read or refused as $file says",
    ({ contentType, body, base64, ...want }) => {
      const result = read(
        contentType,
        Buffer.from(body ?? base64 ?? "", body === undefined ? "base64" : "utf8"),
      );
      if (want.read) expect(result).toEqual({ ok: true, ...want.read });
      else
        expect(result).toMatchObject({
          ok: false,
          status: want.refused?.status,
          error: { code: want.refused?.code },
        });
    },
  );

  it("is refused with words that say where and what to fix, and hold nothing of it", () => {
    expect(refusalOf("application/json", `{"a": 1,\n "b": hunter2}`)).toBe(
      "400 the body is not valid JSON: expected a value at line 2, column 7",
    );
    expect(refusalOf("application/json", `{"a": 1 "b": 2}`)).toBe(
      `400 the body is not valid JSON: expected "," or "}" at line 1, column 9`,
    );
    expect(refusalOf("application/json", `{"hunter2": 1, "hunter2": 2}`)).toBe(
      "422 a key stands twice in one object: the second is at line 1, column 16",
    );
  });

  it("names the header that curl -d forgets", () => {
    const result = read("application/x-www-form-urlencoded", Buffer.from(`{"a":1}`));
    expect(result).toMatchObject({ error: { hint: expect.stringContaining("application/json") } });
  });
});

describe("names that mean something to JavaScript", () => {
  const crlf = (...lines: string[]): string => lines.join("\r\n");
  it.each([
    ["application/json", `{"__proto__": "x", "constructor": "x"}`],
    ["application/x-www-form-urlencoded", "__proto__=x&constructor=x"],
    [
      "multipart/form-data; boundary=X",
      crlf(
        "--X",
        `Content-Disposition: form-data; name="__proto__"`,
        "",
        "x",
        "--X",
        `Content-Disposition: form-data; name="constructor"`,
        "",
        "x",
        "--X--",
      ),
    ],
  ])("are ordinary fields of %s", (contentType, text) => {
    const result = read(contentType, Buffer.from(text));
    if (!result.ok) throw new Error(result.error.message);
    const body = result.body as object;
    expect(Object.getOwnPropertyNames(body)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("bounds", () => {
  it("allows 64 levels of JSON and refuses a million without trouble", () => {
    const nested = (depth: number): Buffer => Buffer.from("[".repeat(depth) + "]".repeat(depth));
    expect(read("application/json", nested(64)).ok).toBe(true);
    expect(read("application/json", nested(1_000_000))).toMatchObject({ status: 422 });
  });

  it("allows 1000 fields", () => {
    const form = (count: number): Buffer => Buffer.from("a=1&".repeat(count));
    expect(read("application/x-www-form-urlencoded", form(1000)).ok).toBe(true);
    expect(read("application/x-www-form-urlencoded", form(1001))).toMatchObject({ status: 422 });
  });
});

describe("multipart as the platform writes it", () => {
  it("gives back every field, whatever its name and value hold", async () => {
    const form = new FormData();
    const fields = { [`q"uo\nte`]: "a", "ü 100%": "ü\r\nb", "": "--", 'a;b="c': "" };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const sent = new Response(form);
    const result = read(sent.headers.get("content-type") ?? "", await sent.bytes());
    const normalised = Object.entries(fields).map(([name, value]) => [
      name.replace("\n", "\r\n"),
      value,
    ]);
    expect(result).toMatchObject({ ok: true, body: Object.fromEntries(normalised) });
  });

  it("refuses the file that a form carries", async () => {
    const form = new FormData();
    form.append("file", new Blob(["x"]), "x.bin");
    const sent = new Response(form);
    const result = read(sent.headers.get("content-type") ?? "", await sent.bytes());
    expect(result).toMatchObject({ status: 415, error: { code: "body_file_refused" } });
  });
});

describe("JSON that its sender calls text/plain", () => {
  // As Amazon SNS sends it: https://docs.aws.amazon.com/sns/latest/dg/http-header.html
  const contentType = "text/plain; charset=UTF-8";
  const readText = (text: string, textIsJson: boolean): unknown =>
    readBody({ contentType, rawBody: Buffer.from(text), textIsJson });

  it("is JSON where its preset says so, and text anywhere else", () => {
    const text = '{"Type":"Notification","Message":"{}"}';
    expect(readText(text, true)).toEqual({
      ok: true,
      kind: "json",
      body: { Type: "Notification", Message: "{}" },
    });
    expect(readText(text, false)).toEqual({ ok: true, kind: "text", body: text });
    expect(readText("raw message", true)).toEqual({ ok: true, kind: "text", body: "raw message" });
  });
});
