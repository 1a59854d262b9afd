// What is used of undici, in the place of its index: that also loads its fetch, caches, WebSockets and mocks, which
// are nine tenths of it. A part that a source asks for and that does not stand here ends the build.
export { default as Client } from "undici/lib/dispatcher/client.js";
export { default as errors } from "undici/lib/core/errors.js";
