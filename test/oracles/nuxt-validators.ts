// Senders whose check nuxt-webhook-validators holds, a maintained collection.
import { pathToFileURL } from "node:url";
import { NUXT } from "./bare-packages.ts";
import type { Library } from "./load.ts";
import type { Oracle } from "./oracle.ts";

const SECRET = "a-shared-secret";

/** `setting`: what it calls the secret. */
const SENDERS = [
  { preset: "dropbox", name: "Dropbox", setting: "appSecret" },
  { preset: "twitch", name: "Twitch", setting: "secretKey" },
] as const;

export const NUXT_VALIDATORS: readonly Oracle[] = SENDERS.map(({ preset, name, setting }) => ({
  preset,
  secret: SECRET,
  accepts: async ({ headers }, body) => {
    const file = `${NUXT.folder}/package/dist/runtime/server/lib/validators/${preset}.js`;
    const validators: Library = await import(pathToFileURL(file).href);
    const settings = { webhook: { [preset]: { [setting]: SECRET } } };
    return validators[`isValid${name}Webhook`]({ headers, body, settings }) as boolean;
  },
}));
