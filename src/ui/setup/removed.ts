// What was removed last and can be brought back, for as long as the Gateway keeps it; outlives a change of the view.
import { createSignal } from "../data/source.ts";
import type { Written } from "./change/use-change.ts";

export interface Removed {
  endpoint: string;
  removal: string;
  /** ISO 8601. */
  until: string;
  /** How often the plugin had started when it was removed. */
  starts: number;
}

const changed = createSignal();
let last: Removed | undefined;

export const onRemoved = changed.on;
export const lastRemoved = (): Removed | undefined => last;

export function tellRemoved({ name: endpoint, removal, starts }: Written): void {
  last = removal && { endpoint, removal: removal.id, until: removal.until, starts };
  changed.tell();
}

export function forgetRemoved(): void {
  last = undefined;
  changed.tell();
}
