// The end of a sender's test of the address: what the answer promises is done before it is given.
// Must not decide what is a test.
import type { StepVerdict } from "../engine/inbox/inbox.ts";
import { UNAUTHORIZED } from "./answer/answer.ts";
import type { CompiledRoute } from "./decision/compile-route.ts";
import type { Decision, Endings } from "./decision/decide.ts";
import { turnedAway } from "./decision/judge.ts";
import type { Handshake } from "./proof/handshakes/answers.ts";
import { isSameText } from "./proof/usable-secrets.ts";
import { NOT_CONFIRMED, NOT_KEPT, type SenderFacts } from "./sender-facts.ts";

interface Greeted {
  id: string;
  compiled: CompiledRoute;
  facts?: SenderFacts;
  endings: Endings & { verdicts: StepVerdict[] };
}

export async function greet(greeting: Handshake, greeted: Greeted): Promise<Decision> {
  const { brings, confirms, ...answer } = greeting;
  const { verdicts, settle } = greeted.endings;
  const done = (detail: string): Decision => {
    verdicts.push({ step: "handshake", ok: true, detail });
    return settle("handshake", answer);
  };
  if (brings !== undefined) return takeSecret(brings, greeted, done);
  if (confirms === undefined) return done("answered; starts nothing");
  const confirmed = await greeted.facts?.confirm(confirms);
  if (confirmed?.ok !== true) return turnedAway(NOT_CONFIRMED);
  return done("confirmed the subscription; starts nothing");
}

/** The first one stays: whoever knows the address could bring another one later. */
async function takeSecret(
  secret: string,
  { id, compiled, facts, endings }: Greeted,
  done: (detail: string) => Decision,
): Promise<Decision> {
  const { auth, name } = compiled.route;
  const own = "secrets" in auth ? auth.secrets : [];
  if (own.some(({ value }) => isSameText(secret, value))) return done("brought the route's secret");
  // Whoever configured a secret expects that one, and no other is taken for it.
  const kept = own.length > 0 ? "other" : ((await facts?.bring(name, secret, id)) ?? "unknown");
  if (kept === "unknown") return turnedAway(NOT_KEPT);
  if (kept === "kept") return done("brought its secret, which is kept; starts nothing");
  const way =
    own.length > 0
      ? 'write it as the "secret" of the route, or leave that out'
      : `\`openclaw webhook brought ${name} --forget\`, and let it begin again`;
  const reason = `it brings a secret, and the route has another one; if it is the right sender: ${way}`;
  return endings.reject("handshake", UNAUTHORIZED, reason);
}
