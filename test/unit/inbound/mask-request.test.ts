import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import type { CompiledRoute } from "../../../src/inbound/decision/compile-route.ts";
import { maskBeginning, maskRequest } from "../../../src/inbound/secret/mask-request.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { replayRequest } from "../../../src/inbound/decision/request-replay.ts";
import { isSecretName } from "../../../src/inbound/secret/secret-names.ts";
import { secretPlacesOf } from "../../../src/inbound/secret/secret-places.ts";
import {
  presetAuth,
  recorded,
  recordedRequests,
  requestOf,
  requestWith,
} from "../../support/inbound-request.ts";
import { compiledRoute, judged, routeWith } from "../../support/routes.ts";

const CANARY = "canary-0123456789";
const JSON_TYPE = { "content-type": "application/json" };

const compiled = (changes: Partial<Route>): CompiledRoute =>
  compiledRoute(
    routeWith({
      template: "{{ body | json }} {{ headers | json }} {{ query | json }}",
      ...changes,
    }),
  );

async function recordOf(
  changes: Partial<Route>,
  request: Parameters<typeof requestWith>[0],
  now = 0,
) {
  const arrival = {
    id: "req_1",
    request: requestWith(request),
    compiled: compiled(changes),
    wrap: (text: string) => text,
    now,
  };
  return judged(await receive(arrival)).record;
}

describe("a name", () => {
  it.each(
    "authorization proxy-authorization cookie apikey api-key x-api-key X-Api-Key apiKey password passwd token access_token secret x-hub-signature x-hmac sig x-auth auth session X-Session-Id credential key x-functions-key x-my-key".split(
      " ",
    ),
  )("%s is a secret's", (name) => expect(isSecretName(name)).toBe(true));

  it.each(
    "x-github-event x-github-delivery idempotency-key x-request-key issueKey content-type user-agent x-request-id author design x-signal monkey keyboard passenger sigma host".split(
      " ",
    ),
  )("%s is none", (name) => expect(isSecretName(name)).toBe(false));
});

describe("a recorded request", () => {
  it.each(recordedRequests)("of $preset ($name) is stored without its proof", async (one) => {
    const { headers = [] } = secretPlacesOf(PRESETS.find(({ name }) => name === one.preset)!);
    const proofs = headers.flatMap((name) => one.request.headers[name] ?? []);
    const auth = presetAuth(one);
    const record = await recordOf({ auth }, requestOf(one), one.at);
    const stored = JSON.stringify(record);
    expect(
      [...proofs, ...(one.secret.length < 8 ? [] : [one.secret])].filter((secret) =>
        stored.includes(secret),
      ),
    ).toEqual([]);
  });
});

const places = PRESETS.flatMap((preset) => {
  const { headers = [], query = [], body = [] } = secretPlacesOf(preset);
  const rows = { header: headers, query, body };
  return Object.entries(rows).flatMap(([kind, names]) =>
    names.map((name) => ({ preset: preset.name, kind, name })),
  );
});

describe("a secret place", () => {
  it.each(PRESETS)("is named by $name", (preset) => {
    const { headers = [], body = [], query = [] } = secretPlacesOf(preset);
    expect(headers.length + body.length + query.length).toBeGreaterThan(0);
  });

  it.each(places)("is masked: $preset, $kind $name", ({ preset, kind, name }) => {
    const below = (path: string[]): unknown =>
      path.reduceRight<unknown>((value, key) => [{ [key]: value }], CANARY);
    const body = kind === "body" ? below(name.split(".")) : {};
    const request = requestWith({
      headers: { ...JSON_TYPE, ...(kind === "header" && { [name]: CANARY }) },
      query: kind === "query" ? { [name]: CANARY } : {},
      rawBody: Buffer.from(JSON.stringify(body)),
    });
    const auth: Route["auth"] = { kind: "preset", preset, secrets: [], toleranceMs: 1 };
    const { headers, query, rawBody } = maskRequest(request, { auth });
    const shown = JSON.stringify([headers, query, Buffer.from(rawBody).toString()]);
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain("[masked]");
  });
});

describe("the route's own secret", () => {
  const auths: Record<string, Route["auth"]> = {
    bearer: { kind: "bearer", secrets: [{ value: CANARY }] },
    basic: { kind: "basic", username: "u", secrets: [{ value: CANARY }] },
    header: { kind: "header", name: "x-plain", secrets: [{ value: CANARY }] },
  };
  it.each(Object.entries(auths))("of %s is masked wherever it was put", (_, auth) => {
    const request = requestWith({
      headers: { "x-plain": CANARY, "x-other": `a ${CANARY} b` },
      query: { id: CANARY },
      rawBody: Buffer.from(JSON.stringify({ text: `look: ${CANARY}` })),
    });
    const { headers, query, rawBody } = maskRequest(request, { auth });
    expect(JSON.stringify([headers, query])).not.toContain(CANARY);
    expect(Buffer.from(rawBody).toString()).toBe('{"text":"look: [masked]"}');
  });

  it("is masked in a body that is no text, whose other bytes stay", () => {
    const rawBody = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(CANARY),
      Buffer.from([0xfd]),
    ]);
    const auth = auths["bearer"] ?? { kind: "none" };
    expect(Buffer.from(maskRequest(requestWith({ rawBody }), { auth }).rawBody)).toEqual(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("[masked]"), Buffer.from([0xfd])]),
    );
  });
});

describe("the signature of an hmac route", () => {
  it("is masked, whatever its header is called", () => {
    const scheme = {
      from: { header: "x-proof" },
      algorithm: "sha256",
      extract: { kind: "whole" },
      encoding: "hex",
      signed: "{body}",
      key: { encoding: "utf8" },
    } as const;
    const auth: Route["auth"] = { kind: "hmac", scheme, secrets: [], toleranceMs: 1 };
    const headers = { "x-proof": CANARY, "x-event": "push" };
    expect(maskRequest(requestWith({ headers }), { auth }).headers).toEqual({
      "x-proof": "[masked]",
      "x-event": "push",
    });
  });
});

describe("a query value", () => {
  const query = { state: CANARY, color: "red", event: "push", token: CANARY };
  const auth: Route["auth"] = { kind: "none" };

  it("is masked unless it is harmless or the route names it", () => {
    const shown = maskRequest(requestWith({ query }), {
      auth,
      template: "{{ query.color }}",
    }).query;
    expect(shown).toEqual({ state: "[masked]", color: "red", event: "push", token: "[masked]" });
  });

  it("shows the parameters by which its sender's answer is chosen", () => {
    const call = requestWith({ query: { CallSid: "CA1", Body: "a word" } });
    const url = "https://me.test/in/call";
    const twilio = { kind: "preset", preset: "twilio", secrets: [{ value: "s" }], url } as const;
    const { query: shown } = maskRequest(call, { auth: twilio, methods: ["GET"] });
    expect(shown).toEqual({ CallSid: "CA1", Body: "[masked]" });
  });

  it("is shown when a condition or a key names it", () => {
    const route = {
      auth,
      where: { all: [{ "query.color": "red" }] },
      idempotencyKey: "{{query['state']}}",
    };
    const shown = maskRequest(requestWith({ query }), route).query;
    expect(shown).toEqual({ state: CANARY, color: "red", event: "push", token: "[masked]" });
  });

  it("that is called like a secret is masked although the route names it", () => {
    const shown = maskRequest(requestWith({ query }), { auth, template: "{{query.token}}" }).query;
    expect(shown["token"]).toBe("[masked]");
  });

  it("is masked where a proxy repeats the address", () => {
    const headers = { referer: `https://a.example/?x=${CANARY}` };
    const shown = maskRequest(requestWith({ headers }), { auth }).headers;
    expect(shown).toEqual({ referer: "https://a.example/?[masked]" });
  });
});

describe("a body without secrets", () => {
  it("is stored as its sender wrote it", () => {
    const text = '{ "value" : [ {"a": 1e2, "client": "clientState"} ] }';
    const { auth } = { auth: presetAuth(recorded("microsoft-graph", "change")) };
    const request = requestWith({ rawBody: Buffer.from(text), headers: JSON_TYPE });
    expect(Buffer.from(maskRequest(request, { auth }).rawBody).toString()).toBe(text);
  });

  it("of a form loses the named field alone", () => {
    const auth: Route["auth"] = { kind: "preset", preset: "slack", secrets: [], toleranceMs: 1 };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const payload = encodeURIComponent(JSON.stringify({ token: CANARY, a: 1 }));
    const rawBody = Buffer.from(`token=${CANARY}&text=a+b&payload=${payload}`);
    const shown = new URLSearchParams(
      Buffer.from(maskRequest(requestWith({ headers, rawBody }), { auth }).rawBody).toString(),
    );
    expect([...shown]).toEqual([
      ["token", "[masked]"],
      ["text", "a b"],
      ["payload", '{"token":"[masked]","a":1}'],
    ]);
  });
});

describe("a body whose secret has a place", () => {
  const graph: Route["auth"] = {
    kind: "preset",
    preset: "microsoft-graph",
    secrets: [{ value: "s3c" }],
    toleranceMs: 1,
  };
  const body = '{"value":[{"subscriptionId":"1","clientState":"s3c","n":"abcdefghij"}]}';
  const arrival = { headers: JSON_TYPE, rawBody: Buffer.from(body) };

  it("is taken up to the route's limit, though it is longer when it is masked", async () => {
    const maxBodyBytes = body.length;
    expect((await recordOf({ auth: graph, maxBodyBytes }, arrival)).status).toBe("waiting");
  });

  it("is not kept where it is nested too deep to be looked through", () => {
    const nested = "[".repeat(50_000) + "]".repeat(50_000);
    for (const text of [
      `{"value":[{"clientState":"x"}],"deep":${nested}}`,
      `{"value":${nested},"clientState":1}`,
    ]) {
      const rawBody = Buffer.from(text);
      const request = requestWith({ headers: JSON_TYPE, rawBody });
      expect(Buffer.from(maskRequest(request, { auth: graph }).rawBody).toString()).toBe(
        '"[masked]"',
      );
    }
  });
});

describe("a request that was masked", () => {
  it("can be replayed from what is stored", async () => {
    const one = recorded("microsoft-graph", "change");
    const auth = presetAuth(one);
    const record = await recordOf({ auth }, requestOf(one), one.at);
    const replayed = replayRequest({
      stored: { ...record, updatedAt: one.at },
      id: "req_2",
      compiled: compiled({ auth }),
      wrap: (text) => text,
      now: one.at,
    });
    expect(replayed.ok && replayed.record.job?.prompt).toBe(record.job?.prompt);
    expect(replayed).toMatchObject({ ok: true, record: { status: "waiting", body: record.body } });
  });
});

describe("the beginning of a large body", () => {
  const kept = (auth: Route["auth"], body: string): string => {
    const rawBody = Buffer.from(body);
    const request = requestWith({ headers: JSON_TYPE, rawBody });
    return Buffer.from(maskBeginning(request, { auth }).rawBody).toString();
  };
  const bearer: Route["auth"] = { kind: "bearer", secrets: [{ value: CANARY }] };

  it("holds at most 64 kB, and no part of a secret that stands where it is cut", () => {
    for (const before of [65_530, 65_536 - CANARY.length, 69_620, 69_632 - CANARY.length]) {
      const shown = kept(bearer, "x".repeat(before) + CANARY + "y".repeat(100_000));
      expect(shown.length).toBeLessThanOrEqual(65_536);
      expect(shown).not.toContain(CANARY.slice(0, 3));
    }
    const many = kept(bearer, CANARY.repeat(10_000));
    expect(many.replaceAll("[masked]", "")).toBe("");
  });

  it("is empty where a secret's place in the whole is all that tells it", () => {
    const auth = {
      kind: "preset",
      preset: "microsoft-graph",
      secrets: [],
      toleranceMs: 1,
    } as const;
    const body = JSON.stringify({ value: [{ clientState: CANARY }], more: "x".repeat(100_000) });
    expect(kept(auth, body)).toBe("");
    expect(kept(auth, JSON.stringify({ value: [{ clientState: CANARY, a: 1 }] }))).toBe(
      '{"value":[{"clientState":"[masked]","a":1}]}',
    );
  });
});
