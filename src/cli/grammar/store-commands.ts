// `openclaw webhook store`: names, options and help. Without a subcommand it shows.
import { addCommands, ONE_JSON, type Action, type CommandRow } from "./command-rows.ts";
import { store } from "../commands/store.ts";
import { migrateStore } from "../commands/migrate-store.ts";
import type { MigrateOptions } from "../offline/store/migrate.ts";
import type { Command } from "../offline/command.ts";
import type { WebhookPorts } from "../run.ts";

/** `path`: of the file that is copied. */
function rows(path: string): readonly CommandRow[] {
  return [
    {
      name: "show",
      about: "Show where the log is, what it takes, and which Gateways share it",
      options: [ONE_JSON],
      example: "store show",
      run: store,
      isDefault: true,
    },
    {
      name: "migrate",
      about: "Copy this Gateway's log from its file to the shared one, once",
      options: [
        ["--password-env <name>", "Variable with the password, if no other way is known here"],
        ONE_JSON,
      ],
      example: "store migrate",
      run: (cli, options: MigrateOptions) => migrateStore(cli, options, path),
    },
  ];
}

export function registerStore(
  webhook: Command,
  { databasePath }: Pick<WebhookPorts, "databasePath">,
  action: Action,
): void {
  const parent = webhook
    .command("store")
    .description("Show where the log is and who shares it, or copy it to the shared one")
    .addHelpText("after", "\nExample:\n  openclaw webhook store\n");
  addCommands(parent, rows(databasePath), action);
}
