// All of something, or some of it by name.
import type { JSX } from "preact";
import { toggled } from "./draft.ts";

export function Boxes({
  name,
  all,
  some,
  isAll,
  items,
  chosen,
  choose,
}: {
  /** Of the two radio buttons. */
  name: string;
  all: string;
  some: string;
  isAll: boolean;
  items: readonly string[];
  chosen: readonly string[];
  choose: (isAll: boolean, chosen: readonly string[]) => void;
}): JSX.Element {
  return (
    <>
      <div class="ew-setup-radios">
        <label>
          <input type="radio" name={name} checked={isAll} onChange={() => choose(true, chosen)} />
          {all}
        </label>
        <label>
          <input type="radio" name={name} checked={!isAll} onChange={() => choose(false, chosen)} />
          {some}
        </label>
      </div>
      {!isAll && (
        <div class="ew-setup-boxes">
          {items.map((item) => (
            <label key={item}>
              <input
                type="checkbox"
                checked={chosen.includes(item)}
                onChange={() => choose(false, toggled(chosen, item))}
              />
              <code>{item}</code>
            </label>
          ))}
        </div>
      )}
    </>
  );
}
