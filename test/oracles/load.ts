// Loads a vendor's library from this folder's own modules. Holds no vendor's facts.
import { createRequire } from "node:module";

const require = createRequire(new URL("./package.json", import.meta.url));

// What a library exports is its own; nothing here depends on its types.
// oxlint-disable-next-line typescript/no-explicit-any
export type Library = any;

export function load(name: string): Library {
  return require(name);
}
