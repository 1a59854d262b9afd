// Hands requests to the engine: those of one turn of the event loop in one message, because under load the
// message costs more than what it carries. Decides nothing.
import type { Acceptance, NewRequest } from "../../../engine/inbox/inbox.ts";
import type { EngineClient } from "../../../engine/thread/client.ts";

/** Resolves when the request is durable; rejects when it was not stored. */
export type Intake = (request: NewRequest) => Promise<Acceptance>;

interface Arrival {
  request: NewRequest;
  resolve: (acceptance: Acceptance) => void;
  reject: (error: unknown) => void;
}

/** `maxWaiting`: most requests that wait for their run, for one route. */
export function createIntake(client: Pick<EngineClient, "call">, maxWaiting: number): Intake {
  let arrivals: Arrival[] = [];

  async function send(): Promise<void> {
    const group = arrivals;
    arrivals = [];
    try {
      const requests = group.map(({ request }) => request);
      const acceptances = await client.call("accept", [requests, maxWaiting]);
      for (const [index, { resolve, reject }] of group.entries()) {
        const acceptance = acceptances[index];
        if (acceptance) resolve(acceptance);
        else reject(new Error("the engine gave no answer"));
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return (request) =>
    new Promise((resolve, reject) => {
      arrivals.push({ request, resolve, reject });
      if (arrivals.length === 1) setImmediate(() => void send());
    });
}
