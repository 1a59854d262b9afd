// The lab's receiver for tests: it also remembers what came, and plays the replies that a test lines up.
import { readFileSync } from "node:fs";
import { answer } from "../../src/lab/behaviour.ts";
import { startLabReceiver, type Arrival, type LabReceiver } from "../../src/lab/receiver.ts";
import type { Reply } from "../../src/lab/steps.ts";

interface ReceivedRequest extends Omit<Arrival, "body"> {
  body: string;
}

export interface FaultReceiver extends LabReceiver {
  readonly requests: ReceivedRequest[];
  /** Replies for the next requests, one each; after them the usual one. */
  script: (...replies: Reply[]) => void;
  /** The reply when the script is over. Default: 204. */
  usually: (reply: Reply) => void;
  /** Resolves with the next request that arrives. */
  next: () => Promise<ReceivedRequest>;
}

export interface FaultReceiverOptions {
  /** Default: 127.0.0.1. */
  host?: string;
  /** Serve TLS with this certificate of `test/support/tls`. */
  certificate?: "good" | "expired" | "other-name";
  /** What happens to each connection before any request is read. */
  greeting?: Reply;
}

/** PEM of a test-only certificate or of the key that all of them share. */
export function testPem(name: "good" | "expired" | "other-name" | "key"): string {
  return readFileSync(new URL(`./tls/${name}.pem`, import.meta.url), "utf8");
}

/** Starts on a free port. */
export async function startFaultReceiver(
  options: FaultReceiverOptions = {},
): Promise<FaultReceiver> {
  const { certificate, ...more } = options;
  const requests: ReceivedRequest[] = [];
  const replies: Reply[] = [];
  const awaited: ((request: ReceivedRequest) => void)[] = [];
  let usual = answer(204);
  const receiver = await startLabReceiver({
    ...more,
    ...(certificate && { tls: { cert: testPem(certificate), key: testPem("key") } }),
    answer(arrival) {
      const request = { ...arrival, body: Buffer.from(arrival.body).toString() };
      requests.push(request);
      awaited.shift()?.(request);
      return replies.shift() ?? usual;
    },
  });
  return {
    ...receiver,
    requests,
    script: (...scripted) => void replies.push(...scripted),
    usually: (reply) => (usual = reply),
    next: () => new Promise((resolve) => awaited.push(resolve)),
  };
}
