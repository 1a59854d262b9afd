import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { curlOf } from "../../../src/ui/deliveries/curl.ts";
import { PAGE_WORDS } from "../../../src/words/page.ts";

const { curlComment: comment } = PAGE_WORDS.en.delivery;

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY = `{"text":"it's $HOME, \`id\` and \\\\ \\"quotes\\"\\n€"}`;

it("is a shell script that sends the very bytes, signed, whatever they are", () => {
  const script = curlOf({
    endpoint: 'main"\nrm -rf /',
    signed: true,
    deliveryId: "dlv_1",
    eventId: "evt_1",
    event: "message.sent",
    body: BODY,
    comment,
  });
  // Stands in for the real one: prints each of its arguments, ended by a zero byte.
  const curl = "curl() { printf '%s\\0' \"$@\"; }";
  const env = { ...process.env, WEBHOOK_URL: "https://x.test/y z", WEBHOOK_SECRET: SECRET };
  const args = execFileSync("bash", ["-c", `${curl}\n${script}`], { env })
    .toString()
    .split("\0");
  const header = (name: string): string | undefined =>
    args.find((arg) => arg.startsWith(`${name}: `))?.slice(name.length + 2);
  const timestamp = header("X-OpenClaw-Timestamp");
  const digest = createHmac("sha256", SECRET).update(`${timestamp}.${BODY}`).digest("hex");
  expect(args[args.indexOf("--data-raw") + 1]).toBe(BODY);
  expect(args).toContain("https://x.test/y z");
  expect(header("X-OpenClaw-Signature")).toBe(`sha256=${digest}`);
  expect(script).not.toContain(SECRET);
});

it.each(Object.values(PAGE_WORDS))(
  "says above it where address and secret are from, on one line in each language",
  ({ delivery: { curlComment } }) => {
    const about = { deliveryId: "dlv_1", eventId: "evt_1", event: "message.sent", body: "" };
    const origin = "https://x.test";
    const script = curlOf({
      ...about,
      endpoint: "a\nb",
      origin,
      signed: true,
      comment: curlComment,
    });
    const [first = "", second] = script.split("\n");
    expect(first).toMatch(/^# WEBHOOK_URL.*WEBHOOK_SECRET.*"a\\nb".*"https:\/\/x\.test"/);
    expect(second).toBe("BODY=''");
  },
);

it("asks by the endpoint's own method, without a body where it has none", () => {
  const about = { endpoint: "lamp", signed: false, deliveryId: "dlv_1", eventId: "evt_1", comment };
  const lamp = curlOf({ ...about, event: "message.sent", request: { method: "GET" }, body: "" });
  expect(lamp).toMatch(/^curl -X GET "\$WEBHOOK_URL" \\$/m);
  expect(lamp).not.toMatch(/Content-Type|--data|\\$(?![\s\S])/);
  expect(() => execFileSync("bash", ["-n", "-c", lamp])).not.toThrow();
  const request = { method: "PUT", contentType: "application/x-www-form-urlencoded" };
  const form = curlOf({ ...about, event: "message.sent", request, body: "a=1" });
  expect(form).toContain("curl -X PUT");
  expect(form).toContain("-H 'Content-Type: application/x-www-form-urlencoded'");
  expect(form).toContain('--data-raw "$BODY"');
});
