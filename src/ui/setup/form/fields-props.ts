// What the fields of a form are given. Holds no code.
import type { SetupForm } from "../../data/answers.ts";
import type { Draft } from "./draft.ts";
import type { Said } from "./field.tsx";

export interface FieldsProps {
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
  filled: SetupForm;
  said: Said;
}
