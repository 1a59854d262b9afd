// `openclaw webhook lab` as a process of its own, without the host. Options as JSON in the first argument.
import type { Command, Option } from "../../src/cli/offline/command.ts";
import { register } from "../../src/cli/offline/lab.ts";

const option: Option = { choices: () => option, argParser: () => option };
const command: Command = {
  command: () => command,
  description: () => command,
  argument: () => command,
  option: () => command,
  createOption: () => option,
  addOption: () => command,
  addHelpText: () => command,
  action(run) {
    void run(JSON.parse(process.argv[2] ?? "{}"));
    return command;
  },
};
register(command);
