// What things cost in units of template work, so that a template ends by what it does and not by
// how busy the machine is. Must not know the template language.
import { ExactNumber } from "../number/exact-number.ts";

/** Anything that counts work down and throws when none is left. */
export interface WorkMeter {
  use: (units: number) => void;
}

/** Price of one rendered piece, one filter or one comparison. */
export const stepCost = 64;
const elementCost = 8;

/** Work that a render may do. Grows with the event, so that a large event is not itself the problem. */
export function workBudget(eventLength: number): number {
  return 4 * 1024 * 1024 + 16 * eventLength;
}

/** Longest body, in UTF-16 units: the event twice over, and 1 Mi of the operator's own. */
export function maxBodyLength(eventLength: number): number {
  return 1024 * 1024 + 2 * eventLength;
}

/** Pays for reading a value to its depths. Shared parts are paid for each time they occur. */
export function chargeRead(meter: WorkMeter, value: unknown): void {
  charge(meter, value, 1 / 8);
}

/** Pays for a value that is written out, character by character. */
export function chargeWrite(meter: WorkMeter, value: unknown): void {
  charge(meter, value, 1);
}

/** Pays for looking for one text in another, which costs needle × text in the worst case. */
export function chargeSearch(meter: WorkMeter, text: unknown, needle: unknown): void {
  if (typeof text !== "string" || typeof needle !== "string") return;
  meter.use((text.length * needle.length) / stepCost);
}

function charge(meter: WorkMeter, value: unknown, perCharacter: number): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string") {
      meter.use(1 + next.length * perCharacter);
    } else if (next instanceof ExactNumber) {
      meter.use(1 + String(next).length);
    } else if (typeof next === "object" && next !== null) {
      const isList = Array.isArray(next);
      const parts: unknown[] = isList ? next : Object.entries(next).flat();
      // Paid before they are queued: the queue cannot outgrow the budget.
      meter.use(1 + parts.length * elementCost);
      for (const part of parts) open.push(part);
    }
  }
}
