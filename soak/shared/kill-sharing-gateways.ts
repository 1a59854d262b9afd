// Kills one of two genuine Gateways that share a PostgreSQL behind nginx, and stops that server, while requests come in
// and their runs go on; accounts for every accepted request, every run, and every event in the log.
import { setTimeout } from "node:timers/promises";
import { startBalancer } from "../../test/support/balancer.ts";
import type { Gateway } from "../../test/support/gateway.ts";
import { startPostgresServer, type PostgresServer } from "../../test/support/postgres-server.ts";
import type { Delivery } from "../../src/engine/record.ts";
import { createStage, type Stage } from "../../test/support/stage.ts";
import { createDice, type Dice } from "../dice.ts";
import { judge, requestOf, type Books } from "../gateway-books.ts";
import { boot } from "../kill-gateway.ts";
import { broken, type Verdict } from "../verdict.ts";
import { createSenders, type Senders } from "./senders.ts";
import { openSharedLog, type SharedLog } from "./shared-log.ts";

export interface KillSharingOptions {
  /** The packed plugin. */
  tarball: string;
  /** Kills, and after them stops of the server for `awayMs` each. */
  kills: number;
  stops: number;
  awayMs: number;
  seed: number;
  onRound?: (round: number) => void;
}

const NAMES = ["node-1", "node-2"] as const;
const SCHEMA = "event_webhooks";
const TOKEN = "token-of-the-sender-0123456789";
const REQUESTS_PER_ROUND = 12;
const LONGEST_LIFE_MS = 5000;
const CONCURRENCY = 8;
const RUN_MS = 8000;
const SETTLE_MS = 240_000;
const LOOK_MS = 250;
/** One answer in so many of the receiver's is a failure. */
const FAULTS = 5;

interface Place {
  stages: Stage[];
  gateways: Gateway[];
  server: PostgresServer;
  senders: Senders;
  log: SharedLog;
  dice: Dice;
  books: Books;
}

export async function killSharingGateways(options: KillSharingOptions): Promise<Verdict> {
  const { tarball, kills, stops, awayMs, seed, onRound } = options;
  const server = await startPostgresServer();
  const log = openSharedLog(server.url, SCHEMA);
  const stages: Stage[] = [];
  for (const _ of NAMES) stages.push(await createStage(tarball));
  const balancer = await startBalancer(stages.map(({ host }) => host.port));
  const books: Books = { accepted: new Map(), unanswered: 0, refused: 0, slowBoots: 0 };
  const senders = createSenders(`${balancer.url}/webhooks/inbound/deploy`, TOKEN, books);
  const place: Place = {
    stages,
    gateways: [],
    server,
    senders,
    log,
    dice: createDice(seed),
    books,
  };
  try {
    for (const [index, stage] of stages.entries()) {
      await stage.configure(settingsOf(NAMES[index] ?? "", server.url, receiverOf(stages)));
      place.gateways.push(await boot(stage, books));
    }
    for (let round = 1; round <= kills + stops; round += 1) {
      await (round <= kills ? killOne(place, round) : stopServer(place, round, awayMs));
      onRound?.(round);
    }
    return await account(place, kills, stops);
  } finally {
    for (const stage of stages) await stage.dispose();
    await Promise.all([balancer.close(), log.close()]);
    await server.close();
  }
}

/** The same receiver for both, as it would be. */
function receiverOf(stages: readonly Stage[]): Stage {
  const [first] = stages;
  if (first === undefined) throw new Error("there is no Gateway");
  return first;
}

function settingsOf(instanceId: string, url: string, stage: Stage): object {
  return {
    instanceId,
    store: { url, schema: SCHEMA },
    endpoints: [
      stage.endpoint({
        events: ["inbound.*", "message.*", "session.*"],
        retry: { maxAttempts: 50, backoffMs: 100, maxBackoffMs: 1000 },
      }),
    ],
    inbound: {
      concurrency: CONCURRENCY,
      endpoints: {
        deploy: {
          agentId: "alert-handler",
          auth: { type: "bearer", token: TOKEN },
          template: "deploy {{body.mark}}",
          idempotency: { key: "body.mark" },
          timeoutMs: RUN_MS,
        },
      },
    },
  };
}

function load({ stages, senders, dice }: Place, round: number, lastMs: number): Promise<void> {
  const { receiver } = receiverOf(stages);
  receiver.forgetAnswers();
  receiver.answerNext(
    ...Array.from({ length: 120 }, () => (dice.between(1, FAULTS) === 1 ? 500 : 200)),
  );
  const requests = Array.from({ length: REQUESTS_PER_ROUND }, (_, index) => ({
    mark: `mark-${round}-${index}`,
    pauseMs: dice.between(0, lastMs),
  }));
  return senders.send(requests);
}

async function killOne(place: Place, round: number): Promise<void> {
  const { stages, gateways, dice, books } = place;
  const lifeMs = dice.between(0, LONGEST_LIFE_MS);
  // Some come after the kill, when only one is there.
  const sent = load(place, round, lifeMs + 2000);
  const index = dice.between(0, 1);
  await setTimeout(lifeMs);
  await gateways[index]?.stop("SIGKILL");
  const stage = stages[index];
  if (stage !== undefined) gateways[index] = await boot(stage, books);
  await sent;
}

async function stopServer(place: Place, round: number, awayMs: number): Promise<void> {
  const { server, dice } = place;
  const thereMs = dice.between(0, LONGEST_LIFE_MS);
  const sent = load(place, round, thereMs + awayMs);
  await setTimeout(thereMs);
  await server.stop("immediate");
  await setTimeout(awayMs);
  await server.start();
  await sent;
}

/** Lets everything end, and compares. */
async function account(place: Place, kills: number, stops: number): Promise<Verdict> {
  const { stages, gateways, books, senders } = place;
  const { receiver } = receiverOf(stages);
  receiver.forgetAnswers();
  const rows = await ended(place);
  for (const gateway of gateways) await gateway.stop("SIGKILL");
  const came = new Set(receiver.received.map(({ event }) => event.id));
  const verdict = judge({
    part: "two Gateways on one PostgreSQL behind nginx",
    kills,
    concurrency: CONCURRENCY,
    books,
    received: receiver.received,
    asked: stages.flatMap(({ model }) => model.requests),
  });
  return {
    ...verdict,
    figures: {
      ...verdict.figures,
      "server stopped": stops,
      "events in the log": new Set(rows.map(({ eventId }) => eventId)).size,
      "sent again by senders": senders.repeats(),
    },
    violations: [
      ...verdict.violations,
      ...broken("never taken, however often it was sent", senders.refused()),
      ...broken("taken under two ids", senders.doubled()),
      ...broken(
        "committed and not delivered",
        rows.filter(({ status }) => status !== "delivered").map(({ id }) => id),
      ),
      ...broken(
        "delivered by the log and never came",
        rows.filter(({ eventId }) => !came.has(eventId)).map(({ id }) => id),
      ),
    ],
  };
}

/**
 * Once the end of each accepted request was told, the log of a moment at which nothing waits: idle Gateways go on telling
 * of sessions. What is missing after a long time is found in it.
 */
async function ended({ stages, log, books }: Place): Promise<Delivery[]> {
  const missing = new Set(books.accepted.keys());
  await receiverOf(stages)
    .receiver.until((received) => {
      for (const one of received) missing.delete(requestOf(one));
      return missing.size === 0;
    }, SETTLE_MS)
    .catch(() => undefined);
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    const rows = await log.all();
    const waits = rows.some(({ status }) => status === "pending" || status === "failed");
    if (!waits || performance.now() > until) return rows;
    await setTimeout(LOOK_MS);
  }
}
