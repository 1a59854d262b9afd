import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { readAnswers } from "../../../src/cli/offline/lab/answers.ts";
import { createJudge, type LabDelivery } from "../../../src/cli/offline/lab/delivery.ts";
import {
  answerText,
  deliveryLines,
  startLines,
  summaryLine,
} from "../../../src/cli/offline/lab/lines.ts";
import { runLab, type LabCommandOptions } from "../../../src/cli/offline/lab/run.ts";
import { findSecrets, type LabSecrets } from "../../../src/cli/offline/lab/secrets.ts";
import type { Arrival } from "../../../src/lab/receiver.ts";
import { attemptHeaders } from "../../../src/outbound/sign.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";
import { NOW, recordedCli } from "../../support/recorded-terminal.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const EVENT = eventWith({ message: { role: "user", content: "Grüße / 🚨" } });

function arrivalAt(at: number, secret = SECRET): Arrival {
  const headers = attemptHeaders({
    endpoint: endpointWith({ secrets: [{ value: secret }] }),
    event: EVENT,
    deliveryId: "dlv_1",
    attempt: 2,
    atSeconds: NOW / 1000,
    body: EVENT.json,
    userAgent: "test",
  });
  return {
    method: "POST",
    path: "/",
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: Buffer.from(EVENT.json),
    at,
    connection: 1,
  };
}

describe("--answer", () => {
  it.each([
    ["503", [[{ status: 503 }, Infinity]]],
    ["503*3", [[{ status: 503 }, 3]]],
    [
      " 503 * 3 , 200 ",
      [
        [{ status: 503 }, 3],
        [{ status: 200 }, Infinity],
      ],
    ],
    [
      "410,200",
      [
        [{ status: 410 }, 1],
        [{ status: 200 }, Infinity],
      ],
    ],
    ["hang*2", [[{ status: 200, fault: { kind: "hang" } }, 2]]],
    ["reset", [[{ status: 200, fault: { kind: "reset", at: "before" } }, Infinity]]],
    ["reset:headers", [[{ status: 200, fault: { kind: "reset", at: "after-headers" } }, Infinity]]],
    ["reset:40*2", [[{ status: 200, fault: { kind: "reset", at: 40 } }, 2]]],
    ["redirect", [[{ status: 307, headers: { location: "/" } }, Infinity]]],
    [
      "redirect:https://myhook.test:8443/a*2",
      [[{ status: 307, headers: { location: "https://myhook.test:8443/a" } }, 2]],
    ],
  ])("%s", (text, expected) => {
    const turns = readAnswers("--answer", text).map(({ behaviour, times }) => [behaviour, times]);
    expect(turns).toEqual(expected);
  });

  it.each([
    ["", '--answer, "": write a status from 200 to 599, or hang, '],
    ["100", '--answer, "100": write a status from 200 to 599'],
    ["503,50x", '--answer, answer 2, "50x": write a status'],
    ["hnag", '(did you mean "hang"?)'],
    ["constructor", '--answer, "constructor": write a status'],
    ["503*", '--answer, "503*": write a status'],
    ["503*0", '--answer, "503*0": after * stands a number from 1'],
    ["hang:5", '--answer, "hang:5": after "hang:" stands nothing'],
    ["reset:head", '"headers" or a number of bytes'],
  ])("%j is told with its place", (text, words) => {
    expect(() => readAnswers("--answer", text)).toThrow(words);
  });

  it("either reads any text or refuses it as misuse", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("5", "0", "3", "*", ",", ":", "hang", "reset", " ") }),
        (text) => {
          try {
            for (const { times } of readAnswers("--answer", text)) expect(times).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toMatchObject({ name: "Failure", code: "misuse" });
          }
        },
      ),
    );
  });
});

describe("what is wrong with the command line", () => {
  it.each<[LabCommandOptions, string]>([
    [{ port: "70000" }, "--port: write a number from 0 to 65535"],
    [{ port: "0", delay: "2" }, "--delay: write 500ms, 2s or 1m"],
    [{ port: "0", chance: "0" }, "--chance: write a number from 1 to 100"],
    [{ port: "0", once: "none" }, "--once: write a number"],
    [{ port: "0", retryAfter: "soon" }, "--retry-after: write a number"],
    [{ port: "0", secret: SECRET, endpoint: "crm" }, "one of --endpoint, --secret-env"],
  ])("%j is misuse", async (options, message) => {
    const surroundings = { environment: {}, stop: AbortSignal.abort() };
    await expect(runLab(recordedCli([]), options, surroundings)).rejects.toMatchObject({
      code: "misuse",
      message: expect.stringContaining(message),
    });
  });

  it("is told to be none, and ends at once when it is stopped", async () => {
    const cli = recordedCli([]);
    await runLab(
      cli,
      { port: "0", secret: SECRET },
      { environment: {}, stop: AbortSignal.abort() },
    );
    expect(cli.notices.at(-1)).toBe(
      "0 received: 0 verified, 0 not verified; 0 distinct events, 0 again.",
    );
    expect(cli.notices.join("\n")).not.toContain(SECRET);
    expect(cli.exitCode()).toBe(0);
  });
});

/** As the first of a run. */
function judgeArrival(arrival: Arrival, secrets: Parameters<typeof createJudge>[0]) {
  return createJudge(secrets, () => NOW)(arrival);
}

describe("a delivery", () => {
  it("is verified with any of the secrets that have not expired", () => {
    const arrival = arrivalAt(NOW);
    expect(judgeArrival(arrival, [{ value: OTHER }, { value: SECRET }])).toEqual({
      verified: true,
    });
    expect(judgeArrival(arrival, [])).toEqual({ verified: null });
    const expired = [{ value: SECRET, expiresAt: NOW - 1 }, { value: OTHER }];
    expect(judgeArrival(arrival, expired)).toMatchObject({
      verified: false,
      reason: { fault: "secret" },
    });
  });

  it("is told the exact reason why it is not", () => {
    const late = judgeArrival(arrivalAt(NOW + 301_000), [{ value: SECRET }]);
    expect(late.reason?.message).toContain("5 min 1 s old");
    const { headers, ...rest } = arrivalAt(NOW);
    const { "x-openclaw-signature": _own, "webhook-signature": _standard, ...unsigned } = headers;
    const bare = judgeArrival({ ...rest, headers: unsigned }, [{ value: SECRET }]);
    expect(bare).toMatchObject({ verified: false, reason: { fault: "missing header" } });
    const changed = judgeArrival({ ...arrivalAt(NOW), body: Buffer.from(`${EVENT.json}\n`) }, [
      { value: SECRET },
    ]);
    expect(changed.reason).toMatchObject({ fault: "body" });
  });

  it("is told the exact reason once a second: answers do not wait for the search", () => {
    let now = NOW;
    const judge = createJudge([{ value: OTHER }], () => now);
    const faults = [0, 500, 500].map((passed) => {
      now += passed;
      return judge(arrivalAt(NOW)).reason?.fault;
    });
    expect(faults).toEqual(["secret", "signature", "secret"]);
  });
});

describe("what is printed", () => {
  const delivery: LabDelivery = {
    time: new Date(NOW).toISOString(),
    event: "message.sent",
    eventId: "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
    attempt: 2,
    verified: true,
    ms: 3,
    answered: "200",
  };

  it("is one line for each delivery", () => {
    const [line = "", ...more] = deliveryLines(delivery, recordedCli([]));
    expect(line).toMatch(/^\d\d:\d\d:\d\d {2}message\.sent {7}try 2 {2}✓ verified +3 ms {2}200$/);
    expect(more).toEqual([]);
    expect(deliveryLines(delivery, recordedCli([], 140))[0]).toContain(delivery.eventId);
  });

  it("says below it why it is not verified, and what was said", () => {
    const reason = { fault: "clock", message: "it is 5 min 1 s old", advice: "Set the clocks." };
    const unverified = { ...delivery, verified: false, reason, body: '{"a":[1]}' };
    const [line, ...more] = deliveryLines(unverified, recordedCli([]));
    expect(line).toContain("✗ NOT verified");
    expect(more.map((each) => each.trim())).toEqual([
      "clock: it is 5 min 1 s old. Set the clocks.",
      "{",
      '"a": [',
      "1",
      "]",
      "}",
    ]);
  });

  it("steers no terminal, whatever the sender writes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (event, body) => {
        const lines = deliveryLines({ ...delivery, event, body }, recordedCli([], 140));
        expect(lines.join("")).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it("is not coloured for a pipe", () => {
    const painted: string[] = [];
    const colour = (name: string, text: string): string => {
      painted.push(name);
      return text;
    };
    deliveryLines(delivery, { ...recordedCli([]), colour });
    deliveryLines({ ...delivery, verified: false }, { ...recordedCli([]), colour });
    expect(painted).toEqual(["green", "red"]);
  });

  it.each([
    [
      { status: 503, headers: { "retry-after": "5" }, delayMs: 2000 },
      "503, Retry-After 5, delayed by 2 s",
    ],
    [{ status: 307, headers: { location: "/" } }, "307 to /"],
    [{ status: 200, fault: { kind: "hang" as const } }, "no answer"],
    [{ status: 200, fault: { kind: "reset" as const, at: 40 } }, "reset after 40 bytes"],
  ])("%j is %s", (behaviour, text) => {
    expect(answerText(behaviour)).toBe(text);
  });

  it("sums up at the end", () => {
    const events = new Set(["evt_1", "evt_2"]);
    expect(summaryLine({ received: 6, verified: 4, unverified: 1, events })).toBe(
      "6 received: 4 verified, 1 not verified, 1 not checked; 2 distinct events, 4 again.",
    );
  });

  it("begins with a config block that the Gateway takes as it stands", async () => {
    const block = startLines("http://127.0.0.1:4100/", "Verifying.", SECRET)
      .filter((line) => line.startsWith("  "))
      .join("\n");
    const { secrets, origin } = await secretsFrom(`{ ${block} }`);
    expect(secrets).toEqual([{ value: SECRET }]);
    expect(origin).toBe('Verifying with the secret of endpoint "lab".');
  });
});

/** What is found in a config of this text. */
async function secretsFrom(
  config: string,
  options: Parameters<typeof findSecrets>[0] = {},
  environment: Record<string, string> = {},
): Promise<LabSecrets> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-lab-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, "openclaw.json"), config);
  const secretsAt = await findSecrets(options, {
    OPENCLAW_STATE_DIR: directory,
    ...environment,
  });
  return secretsAt(4100);
}

function hostConfig(...endpoints: object[]): string {
  const entries = { "event-webhooks": { config: { endpoints } } };
  return JSON.stringify({ gateway: { mode: "local" }, plugins: { entries } });
}

describe("the secret", () => {
  const here = {
    name: "here",
    url: "http://localhost:4100/hook",
    secret: SECRET,
    allowPrivateNetwork: true,
  };
  const there = { name: "there", url: "https://myhook.test/", secret: OTHER };

  it("is that of the endpoints which point here, and no config is to be pasted", async () => {
    const found = await secretsFrom(hostConfig(there, here));
    expect(found).toEqual({
      secrets: [{ value: SECRET }],
      origin: 'Verifying with the secret of endpoint "here".',
    });
  });

  it("is a new one where none points here, or no config is to be read", async () => {
    for (const config of [hostConfig(there), "no JSON5 {", "{}"]) {
      const { secrets, toPaste } = await secretsFrom(config);
      expect(toPaste).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(secrets).toEqual([{ value: toPaste }]);
    }
  });

  it("is that of the endpoint named, which is told where to point", async () => {
    const found = await secretsFrom(hostConfig(there, here), { endpoint: "there" });
    expect(found.secrets).toEqual([{ value: OTHER }]);
    expect(found.origin).toContain("set it to http://127.0.0.1:4100/");
    expect(JSON.stringify(found.origin)).not.toContain(OTHER);
  });

  it("is read from variables, and is not guessed where only the Gateway knows it", async () => {
    const variable = { ...here, secret: "${HOOK_SECRET}" };
    expect((await secretsFrom(hostConfig(variable), {}, { HOOK_SECRET: SECRET })).secrets).toEqual([
      { value: SECRET },
    ]);
    const reference = { ...here, secret: { source: "exec", provider: "vault", id: "hook" } };
    for (const endpoint of [variable, reference]) {
      expect((await secretsFrom(hostConfig(endpoint))).secrets).toEqual([]);
      await expect(secretsFrom(hostConfig(endpoint), { endpoint: "here" })).rejects.toThrow(
        "known to the Gateway alone",
      );
    }
  });

  it.each<[Parameters<typeof findSecrets>[0], string]>([
    [{ endpoint: "ther" }, 'has no endpoint "ther" (did you mean "there"?)'],
    [{ endpoint: "bare" }, 'endpoint "bare" has no secret'],
    [{ secretEnv: "NO_SUCH" }, "the variable NO_SUCH is not set"],
  ])("%j cannot be had, and that is said", async (options, message) => {
    const bare = { name: "bare", url: "https://myhook.test/" };
    const finding = secretsFrom(hostConfig(there, here, bare), options);
    await expect(finding).rejects.toMatchObject({
      code: "failed",
      message: expect.stringContaining(message),
    });
  });
});
