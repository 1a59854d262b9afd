// `openclaw webhook verify`: why does a signature fail? Must not print the right signature, nor the secret.
import { verifyStored } from "../commands/verify.ts";
import type { Action } from "../grammar/command-rows.ts";
import { MISUSE, type Command } from "./command.ts";
import type { readKeyDocument } from "../../signature/published/key-document.ts";
import type { Diagnosis } from "./signature/diagnose.ts";

interface Options {
  request?: string;
  secret?: string;
  secretEnv?: string;
  preset?: string;
  url?: string;
  keys?: string;
  decryptKeyEnv?: string;
  at?: string;
  json?: boolean;
}

const TOLERANCE_MS = 300_000;

const EXAMPLES = `
Examples:
  openclaw webhook verify --secret-env WEBHOOK_SECRET < request.txt
  openclaw webhook verify --secret-env WEBHOOK_SECRET --request request.txt \\
      --at 2026-03-14T10:30:00Z
  openclaw webhook verify --secret-env GH_SECRET --preset github < request.txt
  openclaw webhook verify dlv_…     what was signed, to compare at the receiver

The request is its headers, a blank line and its body, as they came.
Exit codes: 0 accepted, 1 a receiver refuses it, 2 the command line is wrong.
`;

/** `command`: `openclaw webhook`. `action`: how a command that asks the log is run. */
export function register(command: Command, { action }: { action: Action }): void {
  const ofStored = action(verifyStored);
  command
    .command("verify")
    .description("Find out why a signature is refused")
    .argument("[id]", "dlv_… or req_…: what the log still knows of it; asks for no secret")
    .option("--request <file>", "The request as it came (default: standard input)")
    .option("--secret-env <name>", "Variable that holds the secret")
    .option("--secret <secret>", "The secret itself; others on this machine may see it")
    .option("--preset <name>", "Who sent it, for example github (default: this plugin)")
    .option("--url <url>", "The route's URL as the sender knows it, for senders that sign it")
    .option("--keys <file>", "What the sender publishes: its key set, or its certificate")
    .option(
      "--decrypt-key-env <name>",
      "Variable that holds the key that bodies are encrypted with",
    )
    .option("--at <time>", "When it arrived, ISO 8601 (default: now)")
    .option("--json", "Print one JSON object: ok, diagnoses")
    .addHelpText("after", EXAMPLES)
    .action((id, options) =>
      id === undefined ? verifyRequest(options as Options) : ofStored(id, options),
    );
}

async function verifyRequest(options: Options): Promise<void> {
  const given = options.secret ?? process.env[options.secretEnv ?? ""];
  // Published keys may be all that there is.
  const secret = given ?? (options.keys === undefined ? undefined : "none");
  if (secret === undefined || secret === "") return fail(secretProblem(options), MISUSE);
  const now = options.at === undefined ? Date.now() : Date.parse(options.at);
  if (Number.isNaN(now))
    return fail("--at: expected an ISO 8601 time such as 2026-03-14T10:30:00Z", MISUSE);
  const bytes = await readInput(options.request);
  if (typeof bytes === "string") return fail(bytes);
  const [{ readRawRequest }, { diagnose, isAccepted }] = await Promise.all([
    import("./signature/raw-request.ts"),
    import("./signature/diagnose.ts"),
  ]);
  const reading = readRawRequest(bytes, now);
  if (!reading.ok) return fail(`the request cannot be read: ${reading.problem}`);
  const { preset, url, json = false } = options;
  const file = options.keys === undefined ? undefined : await readInput(options.keys);
  if (typeof file === "string") return fail(file);
  const { readKeyDocument } = await import("../../signature/published/key-document.ts");
  const keys = file && keysIn(Buffer.from(file).toString("utf8"), readKeyDocument, now);
  if (keys?.length === 0) return fail("--keys: it holds no key set and no valid certificate");
  const decryptKey = process.env[options.decryptKeyEnv ?? ""];
  const diagnoses = diagnose({
    request: reading.request,
    secret,
    now,
    toleranceMs: TOLERANCE_MS,
    ...(preset !== undefined && { preset }),
    ...(url !== undefined && { url }),
    ...(keys && { keys }),
    ...(decryptKey !== undefined && { decrypt: { key: decryptKey } }),
  });
  const ok = isAccepted(diagnoses);
  const text = json ? JSON.stringify({ ok, diagnoses }) : diagnoses.map(lineOf).join("\n");
  process.stdout.write(`${text}\n`);
  if (!ok) process.exitCode = 1;
}

function keysIn(text: string, read: typeof readKeyDocument, now: number): string[] {
  const form = text.trimStart().startsWith("{") ? "jwks" : "certificate";
  return (read(form, text, now) ?? []).map((key) => key.text);
}

function lineOf(diagnosis: Diagnosis): string {
  const { scheme, message } = diagnosis;
  if (diagnosis.ok) return `ok      ${scheme}: ${message}`;
  const { fault, advice } = diagnosis;
  // Of two schemes one may be missing, which fails nothing by itself.
  const label = fault === "missing header" ? "absent" : "failed";
  return `${label}  ${scheme}: ${fault}: ${message}\n        ${advice}`;
}

function secretProblem({ secretEnv }: Options): string {
  return secretEnv === undefined
    ? "which secret? --secret-env NAME, or --secret"
    : `the variable ${secretEnv} is not set`;
}

/** The bytes of the file or of standard input; a text says why there are none. */
async function readInput(file: string | undefined): Promise<Uint8Array | string> {
  if (file === undefined) {
    if (process.stdin.isTTY) process.stderr.write("Paste the request, then press Ctrl-D.\n");
    const { buffer } = await import("node:stream/consumers");
    return buffer(process.stdin);
  }
  const { readFile } = await import("node:fs/promises");
  try {
    return await readFile(file);
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    return `${file} cannot be read: ${code}`;
  }
}

function fail(problem: string, code = 1): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = code;
}
