// How each verifier of docs/verify/ is built and run. A driver reads lines of "now, secret, timestamp,
// signature, body", apart by tabs, all but the first in base64 and `-` for what is missing, and
// prints "true" or "false" for each.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const docs = fileURLToPath(new URL("../../../docs/verify/", import.meta.url));
const drivers = fileURLToPath(new URL("./", import.meta.url));

export interface Language {
  name: string;
  /** In docs/verify/. */
  file: string;
  /** All of these are needed. */
  programs: readonly string[];
  /** The command that reads lines, once what it needs is in `folder`. */
  command: (folder: string) => [program: string, ...args: string[]];
}

const scripted = (name: string, program: string, extension: string): Language => ({
  name,
  file: `verify.${extension}`,
  programs: [program],
  command: () => [program, `${drivers}driver.${extension}`, docs],
});

export const LANGUAGES: readonly Language[] = [
  scripted("Python", "python3", "py"),
  {
    name: "Go",
    file: "verify.go",
    programs: ["go"],
    command(folder) {
      mkdirSync(`${folder}/webhooks`);
      cpSync(`${docs}verify.go`, `${folder}/webhooks/verify.go`);
      cpSync(`${drivers}driver.go`, `${folder}/main.go`);
      writeFileSync(`${folder}/go.mod`, "module example\n");
      execFileSync("go", ["build", "-o", "main", "."], { cwd: folder });
      return [`${folder}/main`];
    },
  },
  {
    name: "Java",
    file: "Verify.java",
    programs: ["javac", "java"],
    command(folder) {
      execFileSync("javac", ["-d", folder, `${docs}Verify.java`, `${drivers}Driver.java`]);
      return ["java", "-cp", folder, "Driver"];
    },
  },
  {
    name: "C#",
    file: "Verify.cs",
    programs: ["mcs", "mono"],
    command(folder) {
      const out = `${folder}/driver.exe`;
      execFileSync("mcs", [`-out:${out}`, `${docs}Verify.cs`, `${drivers}Driver.cs`]);
      return ["mono", out];
    },
  },
  scripted("PHP", "php", "php"),
  scripted("Ruby", "ruby", "rb"),
  scripted("Elixir", "elixir", "exs"),
  scripted("Perl", "perl", "pl"),
];
