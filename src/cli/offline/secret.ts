// `openclaw webhook secret new`: prints a fresh secret and nothing else. Stores nothing.
import { MISUSE, type Command } from "./command.ts";
import { newKeyPair, newSecret } from "./new-secret.ts";

interface Options {
  bytes?: string;
  ed25519?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  openclaw webhook secret new            a secret for signing, whsec_…
  openclaw webhook secret new --ed25519  a key that signs, whsk_…, and one that
                                         verifies, whpk_…
`;

/** `command`: `openclaw webhook`. */
export function register(command: Command): void {
  command
    .command("secret")
    .description("Make secrets for signing")
    .command("new")
    .description("Print a fresh secret")
    .option("--bytes <number>", "Length in bytes, 24 to 64 (default: 32)")
    .option("--ed25519", "A pair of keys instead: one signs, the other verifies")
    .option("--json", "Print one JSON object: secret, and publicKey with --ed25519")
    .addHelpText("after", EXAMPLES)
    .action(async (options) => printSecret(options as Options));
}

function printSecret({ bytes, ed25519, json = false }: Options): void {
  if (ed25519 === true && bytes !== undefined)
    return fail("--bytes: an ed25519 key has one length");
  if (ed25519 === true) {
    const pair = newKeyPair();
    print(json ? JSON.stringify(pair) : `${pair.secret}\n${pair.publicKey}`);
    return;
  }
  const choice = newSecret(bytes ?? "32");
  if (!choice.ok) return fail(choice.problem);
  print(json ? JSON.stringify({ secret: choice.secret }) : choice.secret);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = MISUSE;
}
