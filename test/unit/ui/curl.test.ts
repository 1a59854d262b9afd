import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { curlOf } from "../../../src/ui/deliveries/curl.ts";

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

it("asks by the endpoint's own method, without a body where it has none", () => {
  const about = { endpoint: "lamp", signed: false, deliveryId: "dlv_1", eventId: "evt_1" };
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
