// Bundles src/ui for the browser into dist/ui: the native page as a module, the framed one as a classic script,
// because a sandboxed frame has no origin that a module could be loaded for, and one stylesheet for both.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rolldown, type OutputOptions } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const ENTRIES: ReadonlyArray<{ name: string; format: OutputOptions["format"] }> = [
  { name: "native", format: "esm" },
  { name: "framed", format: "iife" },
];

/** Parts of the stylesheet, in `src/ui/style`; a later one wins. */
const STYLES = [
  "base",
  "header",
  "state",
  "controls",
  "notes",
  "overview",
  "deliveries",
  "detail",
  "endpoints",
  "dialog",
  "setup",
  "narrow",
  "frame",
];

/** Writes `<dist>/ui`, and tells which files went into it. */
export async function buildUi(dist: string): Promise<string[]> {
  const modules: string[] = [];
  for (const { name, format } of ENTRIES) {
    const bundle = await rolldown({
      input: `${root}src/ui/${name}.tsx`,
      platform: "browser",
      tsconfig: `${root}src/ui/tsconfig.json`,
      transform: { target: "es2022" },
    });
    const { output } = await bundle.write({
      file: `${dist}/ui/${name}.js`,
      format,
      minify: true,
    });
    modules.push(...output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : [])));
    await bundle.close();
  }
  const sheets = [
    `${root}node_modules/uplot/dist/uPlot.min.css`,
    ...STYLES.map((name) => `${root}src/ui/style/${name}.css`),
  ];
  const texts = await Promise.all(sheets.map((sheet) => readFile(sheet, "utf8")));
  await mkdir(`${dist}/ui`, { recursive: true });
  await writeFile(`${dist}/ui/page.css`, texts.join("\n"));
  return modules;
}
