// The framed page: read-only, asks with its key, looks again every few seconds, and takes the host's theme from the
// message that the host sends.
import { render } from "preact";
import { App } from "./app.tsx";
import { createSignal, type Place, type Places, type Source } from "./data/source.ts";

const LOOK_EVERY_MS = 3000;
const THEME_MESSAGE = "openclaw:widget-theme";

const connection = createSignal();
const changed = createSignal();
let connected = true;

function setConnected(now: boolean): void {
  if (now === connected) return;
  connected = now;
  connection.tell();
}

const { dataset } = document.documentElement;

const source: Source = {
  get connected() {
    return connected;
  },
  mayRead: true,
  mayWrite: false,
  maySetUp: false,
  framed: true,
  locale: navigator.language,
  async ask<T>(method: string, params: object = {}) {
    // As plain text, so that a browser asks nobody beforehand.
    const question = { method: "POST", body: JSON.stringify({ key: dataset["key"], params }) };
    const url = `${dataset["parts"] ?? ""}/ask/${method}`;
    const response = await fetch(url, question).catch((error: unknown) => {
      setConnected(false);
      throw error;
    });
    setConnected(true);
    // The key has ended: a new document brings a new one, if the Gateway still lets us.
    if (response.status === 403) location.reload();
    const answer = (await response.json()) as { ok: boolean; payload: T; message: string };
    if (!answer.ok) throw new Error(answer.message);
    return answer.payload;
  },
  onChanged: changed.on,
  onConnection: connection.on,
};

const moved = createSignal();
let place: Place = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const places: Places = {
  get place() {
    return place;
  },
  go: (to) => {
    place = to;
    // Outlives a reload.
    location.replace(`#${new URLSearchParams(to).toString()}`);
    moved.tell();
  },
  onPlace: moved.on,
};

setInterval(() => {
  if (document.visibilityState === "visible") changed.tell();
}, LOOK_EVERY_MS);

addEventListener("message", ({ source: sender, data }: MessageEvent<unknown>) => {
  if (sender !== parent || typeof data !== "object" || data === null) return;
  const { type, mode, tokens } = data as Record<string, unknown>;
  if (type !== THEME_MESSAGE || typeof tokens !== "object" || tokens === null) return;
  dataset["themeMode"] = mode === "light" ? "light" : "dark";
  for (const [name, value] of Object.entries(tokens)) {
    document.documentElement.style.setProperty(`--host-${name}`, String(value));
  }
});

const container = document.querySelector("main");
if (container) render(<App source={source} places={places} />, container);
