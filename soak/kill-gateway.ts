// Kills the genuine Gateway while requests come in and their runs go on, again and again, and accounts for
// every accepted request and for every event that was told of it.
import { setTimeout } from "node:timers/promises";
import type { Gateway } from "../test/support/gateway.ts";
import { createStage, type Stage } from "../test/support/stage.ts";
import { createDice, type Dice } from "./dice.ts";
import { judge, requestOf, type Books } from "./gateway-books.ts";
import type { Verdict } from "./verdict.ts";

export interface KillGatewayOptions {
  /** The packed plugin. */
  tarball: string;
  rounds: number;
  seed: number;
  /** After that no new round begins. */
  longestMs: number;
  onRound?: (round: number) => void;
}

const REQUESTS_PER_ROUND = 12;
const LONGEST_LIFE_MS = 5000;
const CONCURRENCY = 8;
/** How long a run may take that the Gateway's death interrupted. */
const RUN_MS = 8000;
/** One life in so many begins with an empty backlog: what was interrupted holds its place until it has ended. */
const RECOVERY = 4;
const SETTLE_MS = 120_000;
const BOOTS = 3;
/** One answer in so many of the receiver's is a failure. */
const FAULTS = 5;

export async function killGateway(options: KillGatewayOptions): Promise<Verdict> {
  const { seed, onRound } = options;
  const dice = createDice(seed);
  const until = performance.now() + options.longestMs;
  const stage = await createStage(options.tarball);
  const books: Books = { accepted: new Map(), unanswered: 0, refused: 0, slowBoots: 0 };
  try {
    await stage.configure({
      endpoints: [
        stage.endpoint({
          events: ["inbound.*"],
          retry: { maxAttempts: 50, backoffMs: 100, maxBackoffMs: 1000 },
        }),
      ],
      inbound: {
        concurrency: CONCURRENCY,
        endpoints: {
          deploy: {
            agentId: "alert-handler",
            template: "deploy {{body.mark}}",
            timeoutMs: RUN_MS,
          },
        },
      },
    });
    let kills = 0;
    while (kills < options.rounds && performance.now() < until) {
      const round = kills + 1;
      const gateway = await boot(stage, books);
      if (round % RECOVERY === 0) await ended(stage, books);
      await killUnderLoad(stage, gateway, dice, books, round);
      kills = round;
      onRound?.(round);
    }
    return await account(stage, books, kills);
  } finally {
    await stage.dispose();
  }
}

/** A busy machine may be too slow for one boot; what a kill has broken stays broken. */
export async function boot(stage: Stage, books: Books): Promise<Gateway> {
  for (let left = BOOTS; ; left -= 1) {
    try {
      return await stage.host.start();
    } catch (error) {
      if (left === 1) throw error;
      books.slowBoots += 1;
    }
  }
}

async function killUnderLoad(
  stage: Stage,
  gateway: Gateway,
  dice: Dice,
  books: Books,
  round: number,
): Promise<void> {
  stage.receiver.forgetAnswers();
  const answers = Array.from({ length: 60 }, () => (dice.between(1, FAULTS) === 1 ? 500 : 200));
  stage.receiver.answerNext(...answers);
  const lifeMs = dice.between(0, LONGEST_LIFE_MS);
  const load = Array.from({ length: REQUESTS_PER_ROUND }, (_, index) => ({
    mark: `mark-${round}-${index}`,
    pauseMs: dice.between(0, lifeMs),
  }));
  const posting = load.map(async ({ mark, pauseMs }) => {
    await setTimeout(pauseMs);
    await post(stage, mark, books);
  });
  await setTimeout(lifeMs);
  await gateway.stop("SIGKILL");
  await Promise.all(posting);
}

async function post(stage: Stage, mark: string, books: Books): Promise<void> {
  const url = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/deploy`;
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ mark }) });
    const { id, status } = (await response.json()) as { id: string; status: string };
    if (response.status === 200 && status === "accepted") books.accepted.set(id, mark);
    else books.refused += 1;
  } catch {
    books.unanswered += 1;
  }
}

/** Waits until the end of each accepted request was told; what is still missing then is found at the end. */
async function ended(stage: Stage, { accepted }: Books): Promise<void> {
  const missing = new Set(accepted.keys());
  await stage.receiver
    .until((received) => {
      for (const one of received) missing.delete(requestOf(one));
      return missing.size === 0;
    }, SETTLE_MS)
    .catch(() => undefined);
}

/** Starts it a last time, lets everything end, and compares. */
async function account(stage: Stage, books: Books, kills: number): Promise<Verdict> {
  stage.receiver.forgetAnswers();
  const gateway = await boot(stage, books);
  await ended(stage, books);
  // In order it would wait minutes for runs that nobody needs any more.
  await gateway.stop("SIGKILL");

  return judge({
    part: "Gateway under kill -9",
    kills,
    concurrency: CONCURRENCY,
    books,
    received: stage.receiver.received,
    asked: stage.model.requests,
  });
}
