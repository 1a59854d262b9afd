// Synchronous storage work as promises, its failures as StoreErrors. Knows no table.
import { suspect } from "./set-aside.ts";
import { asStoreError } from "./sqlite-failure.ts";
import { StoreError } from "../../store-error.ts";

/** Runs synchronous work as a promise; storage failures become StoreErrors. */
export type Guard = <Result>(work: () => Result) => Promise<Result>;

/** `path` is what failures name. */
export function guardFor(path: string): Guard {
  return async (work) => {
    try {
      return work();
    } catch (error) {
      throw failureOf(error, path);
    }
  };
}

/** The failure as StoreError; damage is marked for the next start. */
export function failureOf(error: unknown, path: string): unknown {
  const failure = asStoreError(error, path);
  if (failure instanceof StoreError && failure.code === "corrupt") suspect(path);
  return failure;
}
