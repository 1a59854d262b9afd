// Whatever comes in, under whatever authenticity a route asks for: one decision, and nothing unproven starts a run.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Route, RouteAuth } from "../../src/config/route/route-settings.ts";
import { compileRoute } from "../../src/inbound/decision/compile-route.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { receive } from "../../src/inbound/receive.ts";
import { effort, patience } from "../support/fuzz-effort.ts";
import {
  presetAuth,
  recordedRequests,
  requestOf,
  requestWith,
} from "../support/inbound-request.ts";
import { judged } from "../support/routes.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const plain: Route = {
  name: "deploy",
  agentId: "devops",
  template: "{{body}} {{body.text}} {{headers.x-any}} {{query.a}} {{route}}",
  auth: { kind: "none" },
  session: { kind: "isolated" },
  mode: "agent",
  response: { mode: "accepted", status: 200, timeoutMs: 30_000 },
  maxBodyBytes: 100_000,
  timeoutMs: 600_000,
};

const statuses = new Set([200, 400, 401, 405, 413, 415, 422, 508]);
const auths = fc.oneof(
  fc.constantFrom<RouteAuth>({ kind: "none" }, { kind: "loopback" }),
  fc
    .constantFrom(...PRESETS.map(({ name }) => name))
    .map((preset): RouteAuth =>
      presetAuth({ preset, secret: SECRET, authUrl: "https://a.example/b" }),
    ),
);
const headerNames = fc.constantFrom(
  "content-type",
  "content-encoding",
  "authorization",
  "x-any",
  "x-openclaw-hops",
  "forwarded",
  ...[...new Set(recordedRequests.flatMap(({ request }) => Object.keys(request.headers)))].map(
    (name) => name.toLowerCase(),
  ),
);
const headerValues = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "gzip",
    "t=1,v1=,v1=00",
    "1e99",
  ),
  fc.constantFrom(
    "multipart/form-data; boundary=X",
    "sha256=",
    "v0=",
    "Bearer ",
    "Basic !!",
    "-1",
    "NaN",
  ),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)),
  fc.constantFrom(...recordedRequests.map(({ request }) => Buffer.from(request.body))),
  fc.integer({ min: 1, max: 30_000 }).map((depth) => Buffer.from("[".repeat(depth))),
);
const wrap = (content: string): string => `<<${content}>>`;

it(
  "any request is decided, and a preset's route starts nothing that its provider did not sign",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        auths,
        fc.dictionary(headerNames, headerValues, { maxKeys: 8 }),
        bytes,
        fc.constantFrom("POST", "GET", "HEAD", "PUT", "OPTIONS", "P\u0000ST"),
        fc.webQueryParameters(),
        async (auth, headers, rawBody, method, query) => {
          const compilation = compileRoute({ ...plain, auth });
          if (!compilation.ok) throw new Error(compilation.problems.join());
          const url = `/webhooks/inbound/deploy?${query}`;
          const request = requestWith({ method, url, headers, rawBody, receivedAt: NOW });
          const { compiled } = compilation;
          const decision = judged(
            await receive({ id: "req_1", request, compiled, wrap, now: NOW }),
          );
          if (decision.kind === "answered") {
            expect(statuses).toContain(decision.answer.status);
            expect(decision.answer.body).not.toContain(SECRET);
          } else {
            expect(auth.kind).not.toBe("preset");
          }
          expect(JSON.stringify(decision.record)).not.toContain(SECRET);
        },
      ),
      effort(400),
    );
  },
  patience,
);

it(
  "a signed request of which one byte is changed is refused by every scheme that signs the body",
  async () => {
    // DingTalk's robots and Gitee sign the time alone.
    const signed = recordedRequests.filter(
      (one) =>
        one.signed && one.request.body.length > 0 && !["dingtalk", "gitee"].includes(one.preset),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...signed),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (recording, place, flip) => {
          const compilation = compileRoute({ ...plain, auth: presetAuth(recording) });
          if (!compilation.ok) throw new Error(compilation.problems.join());
          const request = requestOf(recording);
          const rawBody = Buffer.from(request.rawBody);
          const at = place % rawBody.length;
          rawBody[at] = (rawBody[at] ?? 0) ^ flip;
          const { compiled } = compilation;
          const now = recording.at;
          const reception = { id: "req_1", request: { ...request, rawBody }, compiled, wrap, now };
          const { kind, record } = judged(await receive(reception));
          expect([kind, record.status, record.httpStatus]).toEqual(["answered", "rejected", 401]);
        },
      ),
      effort(400),
    );
  },
  patience,
);
