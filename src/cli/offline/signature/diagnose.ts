// Says whether a request is signed as it should be and, where it is not, which step of checking it failed and why.
// Must not report a signature, a secret or a body.
import type { SignatureScheme } from "../../../signature/scheme.ts";
import { presetNamed } from "../../../inbound/proof/presets/presets.ts";
import { readTimestamp } from "../../../signature/timestamp.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { schemesOf, type Preset } from "../../../inbound/proof/presets/preset.ts";
import { verifySignature } from "../../../inbound/proof/schemes/signature.ts";
import { readTimestampText } from "../../../signature/parts.ts";
import { verifyScheme } from "../../../signature/each.ts";
import { verify } from "../../../inbound/proof/verify.ts";
import type { Deviation } from "./deviation.ts";
import { ownSchemes } from "./own-schemes.ts";
import { clockFault, missingHeaders, unexplained, type Fault } from "./faults.ts";
import { findDeviations, type Trial } from "./trials.ts";

export interface Question {
  request: InboundRequest;
  secret: string;
  /** Of a sender that publishes them: a certificate, PEM or a JWK. */
  keys?: readonly string[];
  decrypt?: { key: string; receiver?: string };
  /** Name of a preset: who sent it. Absent: this plugin did. */
  preset?: string;
  /** The address as the sender knows it, for senders that sign it. */
  url?: string;
  /** When the request arrived, in ms since the epoch. */
  now: number;
  toleranceMs: number;
  /** Does not look for what would explain a signature that does not fit: that takes thousands of trials. */
  quick?: boolean;
}

/** What was found of one scheme. */
export type Diagnosis = { scheme: string } & (
  | { ok: true; message: string }
  | ({ ok: false } & Fault)
);

/** One for each scheme that the secret can check; a request of another sender has one. */
export function diagnose(question: Question): Diagnosis[] {
  const { secret } = question;
  if (question.preset !== undefined) return [diagnosePreset(question, question.preset)];
  const schemes = ownSchemes(secret);
  if (schemes.length === 0) {
    return [{ scheme: "the secret", ok: false, ...unusableSecret }];
  }
  return schemes.map(({ title, scheme, secret: key }) =>
    diagnoseScheme({ ...question, secret: key }, title, scheme),
  );
}

/** True when a receiver that checks any of the signatures that are there lets the request in. */
export function isAccepted(diagnoses: readonly Diagnosis[]): boolean {
  const present = diagnoses.filter((one) => one.ok || one.fault !== "missing header");
  return present.length > 0 && present.every(({ ok }) => ok);
}

const VALID = "the signature is right and the timestamp is fresh";

const unusableSecret: Fault = {
  fault: "secret",
  message: "the secret is empty, or not the key that its whsk_ says",
  advice: "Give it as it stands in the config.",
};

const misfit: Fault = {
  fault: "signature",
  message: "the signature does not fit",
  advice: "`openclaw webhook verify` looks for the reason.",
};

const unknownPreset: Fault = {
  fault: "scheme",
  message: "there is no such preset",
  advice: "docs/senders.md lists them; leave --preset out for what this plugin sent.",
};

function diagnosePreset(question: Question, name: string): Diagnosis {
  const preset = presetNamed(name);
  if (preset === undefined) return { scheme: name.slice(0, 80), ok: false, ...unknownPreset };
  const own = { ...question, toleranceMs: Math.max(question.toleranceMs, preset.toleranceMs ?? 0) };
  const scheme = nearestScheme(question, schemesOf(preset));
  return scheme === undefined
    ? diagnoseCheck(own, preset)
    : diagnoseScheme(own, preset.title, scheme);
}

/** Of several ways to sign, the one that lets the request in, or the one of which it goes most steps. */
function nearestScheme(
  question: Question,
  schemes: readonly SignatureScheme[],
): SignatureScheme | undefined {
  const { request, secret, url, now } = question;
  const steps = (scheme: SignatureScheme): number => {
    const terms = { secrets: [secret], keys: question.keys, toleranceMs: Infinity, url };
    const read = verifyScheme(request, scheme, terms, now);
    return read.ok ? Infinity : read.steps;
  };
  return schemes.toSorted((one, other) => steps(other) - steps(one))[0];
}

function diagnoseScheme(question: Question, title: string, scheme: SignatureScheme): Diagnosis {
  const { request, now, toleranceMs } = question;
  const missing = missingHeaders(request, scheme);
  if (missing !== undefined) return { scheme: title, ok: false, ...missing };
  const fits = (trial: Trial): boolean =>
    verifySignature(
      { ...request, rawBody: trial.body },
      trial.scheme,
      timeless(question, trial),
      now,
    ).ok;
  const given = { body: request.rawBody, secret: question.secret, scheme };
  if (!fits(given)) {
    if (question.quick === true) return { scheme: title, ok: false, ...misfit };
    const fault = explain(findDeviations(given, fits, true)) ?? unexplained(request, scheme);
    return { scheme: title, ok: false, ...fault };
  }
  const late = clockFault(timestampOf(request, scheme), now, toleranceMs);
  return late === undefined
    ? { scheme: title, ok: true, message: VALID }
    : { scheme: title, ok: false, ...late };
}

/** A check that is more than data: its own reason, unless a deviation explains it. */
function diagnoseCheck(question: Question, { name, title }: Preset): Diagnosis {
  const { request, now, toleranceMs } = question;
  const check = (trial: Pick<Trial, "body" | "secret">, tolerance: number) => {
    const terms = { ...timeless(question, trial), toleranceMs: tolerance };
    return verify(
      { ...request, rawBody: trial.body },
      { kind: "preset", preset: name, ...terms },
      now,
    );
  };
  const given = { body: request.rawBody, secret: question.secret, scheme: NO_SCHEME };
  const timely = check(given, toleranceMs);
  if (timely.ok) return { scheme: title, ok: true, message: VALID };
  const advice = "Compare with the sender's own page on its signatures.";
  if (check(given, Infinity).ok) {
    return { scheme: title, ok: false, fault: "clock", message: timely.reason, advice };
  }
  const fits = (trial: Trial): boolean => check(trial, Infinity).ok;
  if (question.quick === true) return { scheme: title, ok: false, ...misfit };
  const known = explain(findDeviations(given, fits, false));
  const own: Fault = { fault: "signature", message: timely.reason, advice };
  return { scheme: title, ok: false, ...(known ?? own) };
}

/** Stands where a check has no scheme to vary; nothing reads it. */
const NO_SCHEME: SignatureScheme = {
  algorithm: "sha256",
  from: { header: "" },
  extract: { kind: "whole" },
  encoding: "hex",
  signed: "{body}",
  key: { encoding: "utf8" },
};

/** The clock is a question of its own, asked last. */
function timeless({ url, keys, decrypt }: Question, { secret }: Pick<Trial, "secret">) {
  return {
    secrets: [{ value: secret }],
    toleranceMs: Infinity,
    ...(url !== undefined && { url }),
    ...(keys && { keys }),
    ...(decrypt && { decrypt }),
  };
}

function explain(deviations: readonly Deviation[] | undefined): Fault | undefined {
  const [first] = deviations ?? [];
  if (deviations === undefined || first === undefined) return undefined;
  return {
    fault: first.fault,
    message: `the signature fits, but ${deviations.map(({ what }) => what).join(", and ")}`,
    advice: [...new Set(deviations.map(({ advice }) => advice))].join(" "),
  };
}

function timestampOf(request: InboundRequest, scheme: SignatureScheme): number | undefined {
  const text = readTimestampText(request, scheme);
  if (!text.ok || text.value === undefined || scheme.timestamp === undefined) return undefined;
  return readTimestamp(text.value, scheme.timestamp.format);
}
