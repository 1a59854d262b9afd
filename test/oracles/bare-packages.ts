// Packages of which only the checks of signatures are used: they come without what they depend on, and what those
// checks name of it has a stand-in. Holds no vendor's facts.
import { fileURLToPath } from "node:url";

export interface BarePackage {
  name: string;
  version: string;
  /** Holds `package/`, the package as it is published. */
  folder: string;
  /** Files to write below `folder`: what the checks import and do not ask, or ask for one thing. */
  standIns: Readonly<Record<string, string>>;
}

const folderOf = (name: string): string =>
  fileURLToPath(new URL(`./node_modules/${name}`, import.meta.url));

/** Anything that is asked of it is it again. */
const ANYTHING =
  "module.exports = new Proxy(class {}, { get: (_, key) => (key === 'prototype' ? {} : module.exports) });";

/** Its licence lets one run it, not ship it. */
export const N8N: BarePackage = {
  name: "n8n-nodes-base",
  version: "2.41.2",
  folder: folderOf(".n8n"),
  // Of these the nodes use constants, error classes and names, which no check of a signature asks for.
  standIns: {
    "node_modules/n8n-workflow/index.js": ANYTHING,
    "node_modules/change-case/index.js": ANYTHING,
  },
};

/** MIT. Its table of senders is data, beside schemas of that data. */
export const TRIGGER: BarePackage = {
  name: "@trigger.dev/core",
  version: "4.8.3",
  folder: folderOf(".trigger"),
  standIns: { "package/dist/commonjs/v3/schemas/webhookConfig.js": "module.exports = {};" },
};

/** MIT. It asks h3 for a request's headers and body, and Nuxt for the settings. */
export const NUXT: BarePackage = {
  name: "nuxt-webhook-validators",
  version: "0.2.12",
  folder: folderOf(".nuxt-validators"),
  standIns: {
    "package/package.json": '{"type": "module", "imports": {"#imports": "./settings.js"}}',
    "package/settings.js": "export const useRuntimeConfig = (event) => event.settings;",
    "node_modules/h3/package.json": '{"type": "module", "exports": "./index.js"}',
    "node_modules/h3/index.js":
      "export const getRequestHeaders = (event) => event.headers;\nexport const readRawBody = async (event) => event.body;\nexport const createError = (options) => new Error(options.message);\n",
    "node_modules/scule/package.json": '{"type": "module", "exports": "./index.js"}',
    "node_modules/scule/index.js": "export const snakeCase = (name) => name;",
  },
};

/** MIT. Besides its check it sends mail, for which it asks packages that are long out of use. */
export const MAILGUN: BarePackage = {
  name: "mailgun-js",
  version: "0.22.0",
  folder: folderOf(".mailgun"),
  standIns: {
    "node_modules/tsscmp/index.js": "module.exports = (one, other) => one === other;",
    "package/lib/attachment.js": ANYTHING,
    "package/lib/request.js": ANYTHING,
    "package/lib/build.js": "exports.build = () => {};",
  },
};

export const BARE_PACKAGES: readonly BarePackage[] = [N8N, TRIGGER, NUXT, MAILGUN];
