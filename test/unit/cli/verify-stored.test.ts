import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { verifyStored } from "../../../src/cli/commands/verify.ts";
import { signatureFacts } from "../../../src/cli/offline/signature/stored-request.ts";
import { explain } from "../../../src/view/explanation.ts";
import type { LogReader } from "../../../src/view/questions.ts";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";
import { sampleRequest } from "../../support/inbox-samples.ts";
import { requestDetail } from "../../../src/view/request.ts";
import { NOW, recordedCli } from "../../support/recorded-terminal.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe("verify of a delivery", () => {
  it("names the text that was signed: with the secret and the body it gives the header", async () => {
    const endpoint = endpointOf({ secrets: [{ value: SECRET }] });
    const { engine, clock, deliveries, transport } = await startInlineEngine({
      endpoints: [endpoint],
      script: () => reply(401),
    });
    await engine.capture([eventOf()]);
    await clock.advance(100);
    const id = (await deliveries())[0]?.id ?? "";
    const explanation = await explain(engine.explain, {} as LogReader, { id });
    const cli = recordedCli([explanation, explanation]);
    await verifyStored(cli, id, { json: true });
    const facts = JSON.parse(cli.printed[0] ?? "") as {
      sha256: string;
      schemes: { header: string; before: string }[];
    };
    const request = transport.sent[0]?.request;
    const body = String(request?.body);
    const before = facts.schemes.find(({ header }) => header === "X-OpenClaw-Signature")?.before;
    const hmac = createHmac("sha256", SECRET)
      .update(before + body)
      .digest("hex");
    expect(request?.headers["X-OpenClaw-Signature"]).toBe(`sha256=${hmac}`);
    expect(facts.sha256).toBe(createHash("sha256").update(body).digest("hex"));
    await verifyStored(cli, id, {});
    const text = cli.printed.join("\n");
    expect(text).not.toContain(hmac);
    expect(Math.max(...cli.printed.slice(1).map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

describe("verify of a stored request", () => {
  const slack = {
    kind: "preset",
    preset: "slack",
    secrets: [{ value: "s" }],
    toleranceMs: 300_000,
  } as const;

  it("tells which headers came and how far the clock was off", () => {
    const headers = {
      "x-slack-signature": "[masked]",
      "x-slack-request-timestamp": String(NOW / 1000 - 400),
    };
    expect(signatureFacts(slack, headers, NOW)).toEqual({
      scheme: "preset slack",
      headers: [
        { name: "x-slack-signature", state: "is there, masked" },
        { name: "x-slack-request-timestamp", state: "is there" },
      ],
      clock: "Its timestamp is 400 s before its arrival; allowed are 300 s.",
    });
  });

  it("tells what was not kept, and what keeps it: the body's hash is there", async () => {
    const bodyHash = { sha256: "ab".repeat(32), bytes: 65_536 };
    const request = sampleRequest(1, {
      id: `req_${"1".repeat(32)}`,
      status: "rejected",
      body: undefined,
      bodyHash,
      headers: { "x-slack-signature": "[not kept]" },
    });
    const detail = requestDetail({ ...request, status: "rejected", updatedAt: NOW }, true);
    const cli = recordedCli([detail, detail]);
    await verifyStored(cli, request.id, { json: true });
    expect(JSON.parse(cli.printed[0] ?? "")).toMatchObject({
      sha256: bodyHash.sha256,
      bytes: 65_536,
    });
    await verifyStored(cli, request.id, {});
    const text = cli.printed.slice(1).join(" ");
    expect(text).toContain("Its body of 65536 bytes was not kept");
    expect(text).toContain("log.keepRejectedBodies");
    const slackFacts = signatureFacts(slack, request.headers, NOW);
    expect(slackFacts.headers[0]?.state).toBe("is there, not kept");
  });

  it("tells what is missing, and what a route that is gone cannot tell", () => {
    const bearer = { kind: "bearer", secrets: [] } as const;
    expect(signatureFacts(bearer, {}, NOW).headers).toEqual([
      { name: "authorization", state: "is missing" },
    ]);
    expect(signatureFacts(undefined, {}, NOW).scheme).toContain("no such route");
  });
});
