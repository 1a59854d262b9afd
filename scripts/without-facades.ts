// Leaves out the files that only pass on what others export: a bundler makes one for each module that is loaded later
// and lies in a file with others. Who loads one gets the same names from where they are.
import type { OutputBundle, Plugin } from "rolldown";

const PASSES_ON = /^export \{ ([^}]+) \} from "(\.\/[^"]+)";$/;

interface Facade {
  file: string;
  from: string;
  /** [as it is called here, as it is called there] */
  names: [string, string][];
}

export function withoutFacades(): Plugin {
  return {
    name: "without-facades",
    generateBundle(_, bundle) {
      const facades = Object.entries(bundle).flatMap(([file, { type }]) =>
        type === "chunk" ? facadeOf(file, bundle) : [],
      );
      for (const { file } of facades) delete bundle[file];
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const facade of facades)
          chunk.code = chunk.code.replaceAll(`import("./${facade.file}")`, loadOf(facade));
      }
    },
  };
}

function facadeOf(file: string, bundle: OutputBundle): Facade[] {
  const chunk = bundle[file];
  if (chunk?.type !== "chunk" || chunk.isEntry) return [];
  const [, list, from] = PASSES_ON.exec(chunk.code.trim()) ?? [];
  if (list === undefined || from === undefined) return [];
  const names = list.split(", ").map((each): [string, string] => {
    const [there = "", here = there] = each.split(" as ");
    return [here, there];
  });
  return [{ file, from, names }];
}

function loadOf({ from, names }: Facade): string {
  const taken = names.map(([here, there]) => (here === there ? here : `${there}: ${here}`));
  const given = names.map(([here]) => here);
  return `import("${from}").then(({ ${taken.join(", ")} }) => ({ ${given.join(", ")} }))`;
}
