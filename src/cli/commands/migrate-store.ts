// `openclaw webhook store migrate`: loads what reads the settings and both logs when it is called.
import type { Cli } from "../cli.ts";
import type { MigrateOptions } from "../offline/store/migrate.ts";

/** `path`: of the file that is copied. */
export async function migrateStore(cli: Cli, options: MigrateOptions, path: string): Promise<void> {
  const { migrate } = await import("../offline/store/migrate.ts");
  await migrate(cli, options, path);
}
