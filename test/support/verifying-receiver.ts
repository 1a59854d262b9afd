// A receiver as its users write it: keeps the raw body, verifies it the tutorial's way and with the
// Standard Webhooks library, and answers 200, or whatever it was told to answer.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export interface Received {
  headers: IncomingHttpHeaders;
  rawBody: string;
  /** The parsed body. */
  event: { id: string; type: string; timestamp: string; data: Record<string, unknown> };
  /** Both signatures are valid. */
  verified: boolean;
  at: number;
}

export interface VerifyingReceiver {
  url: string;
  received: Received[];
  /** Statuses of the next answers; after them, 200. */
  answerNext: (...statuses: number[]) => void;
  /** From now on 200 again. */
  forgetAnswers: () => void;
  onDelivery: (listener: (delivery: Received) => void) => void;
  /** Resolves with everything received as soon as it satisfies `enough`. */
  until: (
    enough: (received: readonly Received[]) => boolean,
    timeoutMs?: number,
  ) => Promise<Received[]>;
  close: () => Promise<void>;
}

export async function startVerifyingReceiver(secret: string): Promise<VerifyingReceiver> {
  const received: Received[] = [];
  const listeners = new Set<(delivery: Received) => void>();
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const rawBody = Buffer.concat(chunks).toString();
      const verified =
        verifyTutorialWay(rawBody, request.headers, secret) &&
        verifyStandard(rawBody, request.headers, secret);
      const event = JSON.parse(rawBody) as Received["event"];
      const delivery = { headers: request.headers, rawBody, event, verified, at: Date.now() };
      received.push(delivery);
      response.writeHead(statuses.shift() ?? 200).end();
      for (const listener of listeners) listener(delivery);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/openclaw/events`,
    received,
    answerNext: (...next) => void statuses.push(...next),
    forgetAnswers: () => void statuses.splice(0),
    onDelivery: (listener) => void listeners.add(listener),
    until: (enough, timeoutMs = 90_000) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!enough(received)) return;
          finish();
          resolve(received);
        };
        const timer = setTimeout(() => {
          finish();
          const types = received.map(({ event }) => event.type).join(", ");
          reject(new Error(`the receiver got only: ${types === "" ? "nothing" : types}`));
        }, timeoutMs);
        const finish = (): void => {
          clearTimeout(timer);
          listeners.delete(check);
        };
        listeners.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The ten lines that the tutorial gives its readers. */
export function verifyTutorialWay(
  rawBody: string,
  headers: IncomingHttpHeaders,
  secret: string,
): boolean {
  const timestamp = String(headers["x-openclaw-timestamp"]);
  const signature = String(headers["x-openclaw-signature"]);
  const hmac = createHmac("sha256", secret).update(`${timestamp}.${rawBody}`).digest("hex");
  const expected = Buffer.from(`sha256=${hmac}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function verifyStandard(rawBody: string, headers: IncomingHttpHeaders, secret: string): boolean {
  try {
    new Webhook(secret).verify(rawBody, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
