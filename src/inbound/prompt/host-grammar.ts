// What the host reads in a prompt as its own, and how foreign text is kept from being read so. Looked up in the host's
// sources (2026.9.6): agents/embedded-agent-runner/run/images.ts, agents/internal-runtime-context.ts,
// utils/directive-tags.ts, infra/outbound/protocol-scaffolding.ts, gateway/server-methods/agent-reset-phase.ts.
// Must not make text unreadable: one sign of each finding is put in brackets, as `photo[.]png`.

/** One thing that the host looks for anywhere in a message. */
interface HostReading {
  /** For the page about security and for tests. */
  name: string;
  /** Finds the sign to put in brackets, whatever stands around it. */
  sign: RegExp;
}

/**
 * The host's own notice, its markers of external content and models' special tokens are not here: its
 * `wrapExternalContent` takes care of the last two.
 */
export const HOST_READINGS: readonly HostReading[] = [
  // Three patterns of the host (paths, drives, file URLs) end in a dot and one of these, with any text behind it. It
  // reads the file and gives it to the model.
  { name: "picture", sign: /\.(?=png|jpe?g|gif|webp|bmp|tiff?|heic|heif)/gi },
  { name: "attachment", sign: /\[(?=media attached(?:\s+\d+\/\d+)?:|Image:\s*source:)/gi },
  {
    name: "context marker",
    sign: /(?<=(?:BEGIN|END))_(?=OPENCLAW_INTERNAL_CONTEXT|UNTRUSTED_CHILD_RESULT)/gi,
  },
  { name: "context notice", sign: /(?<=\bcontext\s+is\s+runtime)-(?=generated\b)/gi },
  { name: "reply tag", sign: /\[(?=\[\s*(?:reply_to|audio_as_voice))/gi },
  {
    name: "scaffolding tag",
    sign: /<(?=\s*\/?\s*(?:system-reminder|previous_response|prompt-data|untrusted-text)\b)/gi,
  },
];

/** Words by which an agent or the host says something to the host; they may stand in a block and nowhere else. */
export const HOST_WORDS =
  /^(?:system|assistant|user|developer|human|tool|function):|^media:|untrusted|openclaw|no_?reply|heartbeat_?ok|reply_to|audio_as_voice|announce_skip|reply_skip/i;

/** `/new`, `/reset` and other commands are read at a message's start only. */
export const COMMAND_START = /^\s*\/$/;

/** The same text, in which the host finds nothing of its own. */
export function withoutHostReadings(text: string): string {
  return HOST_READINGS.reduce((kept, { sign }) => kept.replace(sign, "[$&]"), text);
}
