// One run of the lab, from the options to the sum at the end. Needs no Gateway and changes nothing on disk.
import { answer, replyOf, type Behaviour } from "../../../lab/behaviour.ts";
import { startLabReceiver, type Arrival, type LabReceiver } from "../../../lab/receiver.ts";
import type { Reply } from "../../../lab/steps.ts";
import { createTurns } from "../../../lab/turns.ts";
import { readCount } from "../../grammar/command-line.ts";
import { Failure } from "../../failure.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { readDuration } from "../../terminal/time.ts";
import type { Environment } from "../settings/stand-ins.ts";
import { readAnswers } from "./answers.ts";
import { createForwarder, type Given } from "./forward.ts";
import { createJudge, labelsOf, type LabDelivery } from "./delivery.ts";
import { findFeed } from "./feed-source.ts";
import { answerText, startLines } from "./lines.ts";
import { runPull } from "./pull.ts";
import { findSecrets, labUrl, type SecretOptions } from "./secrets.ts";
import { createCounting } from "./tally.ts";

export interface LabCommandOptions extends SecretOptions {
  port?: string;
  answer?: string;
  chance?: string;
  retryAfter?: string;
  delay?: string;
  forwardTo?: string;
  pull?: string;
  tokenEnv?: string;
  body?: boolean;
  once?: string;
  json?: boolean;
}

export interface Surroundings {
  environment: Environment;
  /** Ends it. */
  stop: AbortSignal;
}

const DEFAULT_PORT = "4100";
const MOST_RETRY_AFTER = 86_400;
const ONLY_POST: Reply = answer(
  405,
  { allow: "POST" },
  "openclaw webhook lab: deliveries are POSTed\n",
);

/** Resolves when it was stopped, or after `--once` deliveries. Throws `Failure`. */
export async function runLab(
  terminal: Terminal,
  options: LabCommandOptions,
  { environment, stop }: Surroundings,
): Promise<void> {
  const { pull } = options;
  if (pull !== undefined) {
    return readFeed(terminal, { ...options, pull }, { environment, stop });
  }
  const answerOf = readAnswerer(options);
  const most = readMost(options.once);
  const port = readPort(options.port ?? DEFAULT_PORT);
  const secretsAt = await findSecrets(options, environment);
  const counting = createCounting(terminal, options.json === true);
  const given = new Map<Arrival, string>();
  let judge = createJudge([], terminal.now);
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));

  const receiver = await listen(port, {
    async answer(arrival) {
      if (arrival.method !== "POST") return ONLY_POST;
      const { reply, text } = await answerOf(arrival);
      given.set(arrival, text);
      return reply;
    },
    answered(arrival, { ms, whole }) {
      const text = given.get(arrival);
      given.delete(arrival);
      if (text === undefined || stop.aborted || counting.received() >= most) return;
      const delivery: LabDelivery = {
        time: new Date(arrival.at).toISOString(),
        ...labelsOf(arrival),
        ...judge(arrival),
        ms: Math.round(ms),
        answered: `${text}${whole ? "" : "; the sender hung up"}`,
        ...(options.body === true && { body: Buffer.from(arrival.body).toString() }),
      };
      counting.note(delivery);
      if (counting.received() >= most) end();
    },
  });
  const { secrets, asked, origin, toPaste } = secretsAt(receiver.port);
  judge = createJudge(secrets, terminal.now, asked);
  const url = labUrl(receiver.port);
  for (const line of startLines(url, origin, toPaste)) terminal.notice(line);
  stop.addEventListener("abort", end, { once: true });
  if (stop.aborted) end();
  await ended;
  await receiver.close();
  counting.sum();
}

function readMost(once: string | undefined): number {
  return once === undefined ? Infinity : readCount("--once", once, 1_000_000);
}

/** What only a receiver that listens can do. */
const OF_LISTENING = ["port", "endpoint", "answer", "chance", "retryAfter", "delay"] as const;

async function readFeed(
  terminal: Terminal,
  { pull, ...options }: LabCommandOptions & { pull: string },
  { environment, stop }: Surroundings,
): Promise<void> {
  const other = OF_LISTENING.find((name) => options[name] !== undefined);
  if (other !== undefined) {
    const flag = other.replace("retryAfter", "retry-after");
    throw new Failure("misuse", `--${flag} is of no use with --pull, which listens to nobody`);
  }
  const { forwardTo, body, json, once } = options;
  const most = readMost(once);
  const source = await findFeed({ ...options, pull }, environment);
  const asked = {
    most,
    ...(forwardTo !== undefined && { forwardTo }),
    ...(body && { body }),
    ...(json && { json }),
  };
  await runPull(terminal, source, asked, stop);
}

async function listen(
  port: number,
  answers: Pick<Parameters<typeof startLabReceiver>[0], "answer" | "answered">,
): Promise<LabReceiver> {
  try {
    return await startLabReceiver({ port, ...answers });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? "it is taken; choose another with --port" : code;
    throw new Failure("failed", `cannot listen on 127.0.0.1:${port}: ${why}`);
  }
}

/** What each request is answered: what was told, or what another receiver says. */
function readAnswerer(options: LabCommandOptions): (arrival: Arrival) => Promise<Given> {
  const { forwardTo, answer: answers } = options;
  if (forwardTo === undefined) {
    const next = readBehaviours(options);
    return async () => {
      const behaviour = next();
      return { reply: replyOf(behaviour), text: answerText(behaviour) };
    };
  }
  if (answers !== undefined) throw new Failure("misuse", "give one of --answer and --forward-to");
  return createForwarder(forwardTo);
}

/** The behaviour of the next request, at each call. */
function readBehaviours(options: LabCommandOptions): () => Behaviour {
  const turns = readAnswers("--answer", options.answer ?? "200");
  const chance =
    options.chance === undefined ? 1 : readCount("--chance", options.chance, 100) / 100;
  const next = createTurns({ turns, chance }, Math.random);
  const delayMs = options.delay === undefined ? 0 : readDuration("--delay", options.delay);
  const seconds =
    options.retryAfter === undefined
      ? 0
      : readCount("--retry-after", options.retryAfter, MOST_RETRY_AFTER);
  return () => {
    const behaviour = next();
    const retryAfter = seconds > 0 && behaviour.status >= 300;
    return {
      ...behaviour,
      ...(delayMs > 0 && { delayMs }),
      ...(retryAfter && { headers: { ...behaviour.headers, "retry-after": `${seconds}` } }),
    };
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Failure("misuse", `--port: write a number from 0 to 65535, not "${text}"`);
}
