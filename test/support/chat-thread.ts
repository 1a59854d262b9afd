// The engine's thread with the hosts of CHAT_HOSTS on this machine: see `chat-network.mjs`.
import "./chat-network.mjs";
import "../../src/engine/thread/thread.ts";
