// The engine's thread with the hosts of CHAT_HOSTS on this machine: see `chat-network.mjs`.
await import(new URL("chat-network.mjs", import.meta.url).href);
await import("../../src/engine/thread/thread.ts");
