// What is used of undici, in the place of its index: that also loads its fetch, caches, WebSockets and mocks, which
// are nine tenths of it. A part that a source asks for and that does not stand here ends the build.
import Client from "undici/lib/dispatcher/client.js";
import connect from "undici/lib/api/api-connect.js";

// Its index adds the methods of its API; the tunnel through a proxy needs this one.
Client.prototype.connect = connect;

export { Client };
export { default as errors } from "undici/lib/core/errors.js";
