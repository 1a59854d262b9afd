// The certificates and keys of an endpoint, from PEM or from files, which are read again when they change.
// Shows no part of a key.
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createSecureContext, type SecureContext } from "node:tls";
import type { TlsSettings } from "../../../config/settings.ts";
import { certificateIn, NO_CERTIFICATE } from "../../../signature/certificate-pem.ts";
import { privateKeyProblem } from "../../../signature/private-pem.ts";
import type { Failure } from "../failure.ts";

export interface Material {
  secureContext: SecureContext;
  serverName?: string;
  /** The same for the same content. */
  mark: string;
}

export type MaterialReading = { ok: true; material: Material } | { ok: false; failure: Failure };

export interface Materials {
  of: (tls: TlsSettings) => MaterialReading;
}

const PARTS = ["ca", "cert", "key"] as const;
/** How often a file is looked at. */
const LOOK_EVERY_MS = 1_000;
/** So long the last that fitted is used while files do not fit: a renewal writes one after the other. */
const RENEWAL_MS = 60_000;

interface Kept {
  lookedAt: number;
  /** Of the files, when they were read last. */
  stamp: string;
  reading: MaterialReading;
  fitted?: { material: Material; until: number };
}

/** `now`: ms, of a clock that nobody sets. */
export function createMaterials(now: () => number = () => performance.now()): Materials {
  const known = new WeakMap<TlsSettings, Kept>();

  function look(tls: TlsSettings, before: Kept | undefined): Kept {
    const stamp = stampOf(tls);
    const at = now();
    if (before?.reading.ok && before.stamp === stamp) {
      return {
        ...before,
        lookedAt: at,
        fitted: { material: before.reading.material, until: at + RENEWAL_MS },
      };
    }
    const reading = read(tls);
    const kept: Kept = { lookedAt: at, stamp, reading };
    if (reading.ok)
      return { ...kept, fitted: { material: reading.material, until: at + RENEWAL_MS } };
    return before?.fitted ? { ...kept, fitted: before.fitted } : kept;
  }

  return {
    of(tls) {
      const before = known.get(tls);
      const isRecent = before !== undefined && now() - before.lookedAt < LOOK_EVERY_MS;
      const kept = isRecent ? before : look(tls, before);
      known.set(tls, kept);
      const { reading, fitted } = kept;
      if (reading.ok || fitted === undefined || now() >= fitted.until) return reading;
      return { ok: true, material: fitted.material };
    },
  };
}

function isFile(value: string | undefined): value is string {
  return value !== undefined && !value.includes("-----BEGIN");
}

/** Changes whenever a file does, also where a link is put on another one. */
function stampOf(tls: TlsSettings): string {
  const files = PARTS.map((part) => tls[part]).filter(isFile);
  return files
    .map((path) => {
      const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
      return stat === undefined ? "none" : `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}`;
    })
    .join(" ");
}

function read(tls: TlsSettings): MaterialReading {
  const found: Parts = {};
  for (const part of PARTS) {
    const value = tls[part];
    if (value === undefined) continue;
    const pem = isFile(value) ? readFile(value) : value;
    if (typeof pem !== "string") {
      const message = `tls.${part}: the file ${value} cannot be read (${pem.code}): check the path and who may read it`;
      return { ok: false, failure: { errorClass: "config", message } };
    }
    found[part] = pem;
  }
  const wrong = problemIn(found);
  if (!wrong) return made(found, tls.serverName);
  const value = tls[wrong.part];
  const file = isFile(value) ? `: the file ${value}` : "";
  const message = `tls.${wrong.part}${file} ${wrong.problem}`;
  return { ok: false, failure: { errorClass: "config", message } };
}

type Parts = Partial<Record<(typeof PARTS)[number], string>>;

/** In words that follow the name of the part. */
function problemIn({
  ca,
  cert,
  key,
}: Parts): { part: (typeof PARTS)[number]; problem: string } | undefined {
  for (const [part, pem] of [
    ["ca", ca],
    ["cert", cert],
  ] as const) {
    if (pem !== undefined && certificateIn(pem) === undefined)
      return { part, problem: NO_CERTIFICATE };
  }
  const problem = key === undefined ? undefined : privateKeyProblem(key, cert);
  return problem === undefined ? undefined : { part: "key", problem };
}

function made(parts: Parts, serverName: string | undefined): MaterialReading {
  try {
    const marks = [parts.ca, parts.cert].map((pem) => pem && certificateIn(pem)?.fingerprint256);
    const secureContext = createSecureContext(parts);
    const content = JSON.stringify([parts, marks, serverName]);
    const mark = createHash("sha256").update(content).digest("base64");
    return {
      ok: true,
      material: { secureContext, mark, ...(serverName !== undefined && { serverName }) },
    };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "no code";
    const message = `tls: ca, cert and key cannot be used together (${code})`;
    return { ok: false, failure: { errorClass: "config", message } };
  }
}

function readFile(path: string): string | { code: string } {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return { code: error instanceof Error && "code" in error ? String(error.code) : "no code" };
  }
}
