// Packs the plugin once for all end-to-end files.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packPlugin } from "../support/packed-plugin.ts";

declare module "vitest" {
  interface ProvidedContext {
    tarball: string;
  }
}

export default async function pack(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "event-webhooks-package-"));
  project.provide("tarball", await packPlugin(directory));
  return () => rm(directory, { recursive: true, force: true });
}
