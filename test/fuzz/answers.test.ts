// What a receiver may send back, byte by byte: the transport gives one answer or one failure, never both, never
// none, and goes on with the next request.
import * as fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { judge } from "../../src/engine/attempt/outcome.ts";
import { answer } from "../../src/lab/behaviour.ts";
import type { Reply } from "../../src/lab/steps.ts";
import { startFaultReceiver } from "../support/fault-receiver.ts";
import { effort, patience } from "../support/fuzz-effort.ts";

const line = fc.constantFrom(
  "HTTP/1.1 200 OK",
  "HTTP/1.1 204 No Content",
  "HTTP/1.1 100 Continue",
  "HTTP/1.1 101 Upgrade",
  "HTTP/1.1 999 Odd",
  "HTTP/1.1 000 Zero",
  "HTTP/9.9 200 OK",
  "HTTP/1.1 302 Found",
  "HTTP/1.1 503 X",
  "HTTP/1.0 410 Gone",
  "ICY 200 OK",
  "PRI * HTTP/2.0",
  "HTTP/1.1 20",
  "HTTP/1.1 429 Slow",
);
const header = fc.constantFrom(
  "content-length: 3",
  "content-length: 99999999999999999999",
  "content-length: -1",
  "content-length: 0",
  "transfer-encoding: chunked",
  "transfer-encoding: gzip",
  "content-encoding: gzip",
  "connection: close",
  "connection: keep-alive",
  "retry-after: -5",
  "retry-after: 1e9",
  "retry-after: Tue, 99 Foo",
  "a: b\tc",
  "webhook-delivery: disable",
  "webhook-delivery: abort-message",
  "location: file:///etc/passwd",
  ": x",
  "upgrade: h2c",
  "trailer: x",
  "x: é\u0001",
  "set-cookie: a=b",
  "no colon here",
);
const body = fc.oneof(
  fc.constantFrom(
    "",
    "abc",
    "5\r\nhello\r\n0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "0\r\n\r\n",
    "zz\r\n",
    "\u001f\u008b",
  ),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.integer({ min: 1, max: 40_000 }).map((length) => "x".repeat(length)),
);
const answerBytes = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(line, fc.array(header, { maxLength: 4 }), fc.constantFrom("\r\n", "\n"), body)
      .map(([first, headers, end, rest]) =>
        Buffer.from([first, ...headers, "", rest].join(end), "latin1"),
      ),
  },
  fc.uint8Array({ maxLength: 300 }),
);
const replies: fc.Arbitrary<Reply> = fc
  .tuple(answerBytes, fc.nat(), fc.constantFrom("fin" as const, "rst" as const))
  .map(([all, cut, close]) => {
    const at = cut % (all.length + 1);
    return [{ send: all.subarray(0, at) }, { send: all.subarray(at) }, { close }];
  });

it(
  "any bytes become one answer or one failure, and the next request is not disturbed",
  async () => {
    const receiver = await startFaultReceiver();
    // Not scripted: a socket that was closed meanwhile costs a request that nobody answers.
    receiver.usually(answer(200));
    const transport = createTransport();
    onTestFinished(async () => {
      await transport.close();
      await receiver.close();
    });
    const send = (): ReturnType<typeof transport.send> =>
      transport.send(
        {
          url: `${receiver.url}/services/s3cr3t`,
          headers: { "content-type": "application/json" },
          body: "{}",
          timeoutMs: 10_000,
          connectTimeoutMs: 10_000,
          allowPrivateNetwork: true,
          connections: 2,
        },
        new AbortController().signal,
      );
    const policy = { kind: "schedule", delaysMs: [1000] } as const;
    await fc.assert(
      fc.asyncProperty(replies, async (reply) => {
        receiver.script(reply);
        const result = await send();
        const now = Date.now();
        const outcome = judge({ result, policy, attemptNumber: 1, now, random: () => 0 });
        if (result.kind === "response") {
          expect(result.status).toBeGreaterThanOrEqual(100);
          expect(Buffer.byteLength(result.body)).toBeLessThanOrEqual(3 * 16_384);
        } else {
          expect(outcome.status).not.toBe("delivered");
          expect(result.message).not.toContain("s3cr3t");
        }
        expect(await send()).toMatchObject({ kind: "response", status: 200 });
      }),
      effort(200),
    );
  },
  patience,
);
