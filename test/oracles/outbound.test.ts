// What an endpoint with `signature` sends, judged by the library of the vendor whose signature it is.
import { describe, expect, it } from "vitest";
import { signingSchemes } from "../../src/inbound/proof/presets/preset.ts";
import { presetNamed } from "../../src/inbound/proof/presets/presets.ts";
import type { Message } from "../../src/signature/message.ts";
import { received, sentBy } from "../support/sent-request.ts";
import { BODIES } from "./bodies.ts";
import { isAccepted, type Oracle } from "./oracle.ts";
import { ORACLES } from "./signed.ts";

const JUDGES = ORACLES.filter(({ preset: name, accepts }) => {
  const preset = presetNamed(name);
  // GitLab's is asked of the token that it also knows.
  return (
    accepts !== undefined &&
    preset !== undefined &&
    signingSchemes(preset).length > 0 &&
    name !== "gitlab"
  );
});

/** The body that the library's own test has: some read more of it than its signature. */
function sent(
  oracle: Oracle,
  now: number,
  secret: string,
  form: boolean = oracle.form === true,
): Message {
  const { preset, url, headers, bodies = ["plain"] } = oracle;
  const [kind = "plain"] = bodies;
  const text = BODIES[kind] ?? "";
  const endpoint = {
    url: "https://hooks.acme-receiver.io/hooks/a",
    signature: { preset, secret, ...(url !== undefined && { url }) },
    transform: form ? { text, empty: "", a: "1" } : (JSON.parse(text) as object),
    ...(form && { contentType: "form" }),
    ...(headers && { headers }),
  };
  return received(sentBy(endpoint, now), now);
}

const textOf = ({ rawBody }: Message): string => Buffer.from(rawBody).toString("utf8");

describe.each(JUDGES)("$preset", (oracle) => {
  const secret = oracle.privateKey ?? oracle.secret;

  it("is taken by its library", async () => {
    const message = sent(oracle, Date.now(), secret);
    expect(await isAccepted(oracle, message, textOf(message))).toBe(true);
  });

  it("is refused once it was changed", async () => {
    if (oracle.unboundThere === true) return;
    const message = sent(oracle, Date.now(), secret);
    const other = textOf(message).replace(/a(?=["\d&=])|evt|text|(?<="encrypt":")./, "x");
    expect(other).not.toBe(textOf(message));
    const forged = { ...message, rawBody: Buffer.from(other) };
    expect(await isAccepted(oracle, forged, other)).toBe(false);
  });
});

it("covers what is no form for Twilio by its hash in the query", async () => {
  const twilio = JUDGES.find(({ preset }) => preset === "twilio");
  if (!twilio) throw new Error("Twilio's library is not asked");
  const message = sent(twilio, Date.now(), twilio.secret, false);
  expect(message.url).toMatch(/^\/hooks\/a\?bodySHA256=[0-9a-f]{64}$/);
  expect(await isAccepted(twilio, message, textOf(message))).toBe(true);
  const other = textOf(message).replace("a", "b");
  expect(await isAccepted(twilio, { ...message, rawBody: Buffer.from(other) }, other)).toBe(false);
});

it("asks the libraries of the names that are promised", () => {
  const asked = JUDGES.map(({ preset }) => preset);
  for (const name of ["github", "stripe", "slack", "shopify", "standard-webhooks", "svix"])
    expect(asked).toContain(name);
  expect(asked.length).toBeGreaterThanOrEqual(50);
});
