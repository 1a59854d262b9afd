// `openclaw webhook lab --forward-to`: each delivery goes on as it came, and the sender gets the other's answer.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { runLab } from "../../src/cli/offline/lab/run.ts";
import { recordedCli } from "../support/recorded-terminal.ts";

async function target(): Promise<{ url: string; came: { body: string; header: unknown }[] }> {
  const came: { body: string; header: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += String(chunk)));
    request.on("end", () => {
      came.push({ body, header: request.headers["webhook-id"] });
      response.writeHead(429, { "retry-after": "7" }).end("later");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, came };
}

/** The lab on a free port, forwarding to `url` until one delivery came. */
async function forwardOne(
  url: string,
): Promise<{ status: number; text: string; retryAfter: string | null; line: string }> {
  let open: (lab: string) => void = () => {};
  const opened = new Promise<string>((resolve) => (open = resolve));
  const cli = recordedCli([]);
  const notice = (line: string): void => {
    const [, lab] = /Listening on (\S+)/.exec(line) ?? [];
    if (lab !== undefined) open(lab);
  };
  const stop = new AbortController();
  const options = { port: "0", once: "1", json: true, forwardTo: url };
  const ran = runLab({ ...cli, notice }, options, { environment: {}, stop: stop.signal });
  const lab = await opened;
  const headers = { "webhook-id": "evt_1" };
  const response = await fetch(lab, { method: "POST", headers, body: '{"a": 1 }' });
  const text = await response.text();
  await ran;
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, text, retryAfter, line: cli.printed.join() };
}

it("passes the bytes and headers on, and the answer back", async () => {
  const { url, came } = await target();
  const { status, text, retryAfter, line } = await forwardOne(url);
  expect(came).toEqual([{ body: '{"a": 1 }', header: "evt_1" }]);
  expect([status, text, retryAfter]).toEqual([429, "later", "7"]);
  expect(line).toContain("429 by 127.0.0.1:");
});

it("answers 502 where nobody answers, and says why", async () => {
  const { status, line } = await forwardOne("http://127.0.0.1:1/");
  expect(status).toBe(502);
  expect(line).toContain("did not answer");
});

it("takes no word that is no URL", async () => {
  const stop = new AbortController();
  const around = { environment: {}, stop: stop.signal };
  const ran = runLab(recordedCli([]), { forwardTo: "localhost" }, around);
  await expect(ran).rejects.toMatchObject({ code: "misuse" });
});
