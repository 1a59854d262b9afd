// Whose a row is, where several Gateways share the log: their names, and a filter by them. Nothing where there is one.
import type { JSX } from "preact";
import type { StoreView } from "../data/answers.ts";
import { useLanguage } from "./language.ts";
import { useAnswer } from "./hooks.ts";
import { Select } from "./pieces.tsx";

/** Of those that share the log, this one included; empty where nobody else does. */
export function useGateways(): readonly string[] {
  const { value } = useAnswer<StoreView>("store");
  const names = (value?.instances ?? []).map(({ instanceId }) => instanceId);
  return names.length > 1 ? names : [];
}

/** `chosen`: also shown where it is no longer one of them. */
export function GatewayFilter({
  chosen = "",
  choose,
}: {
  chosen: string | undefined;
  choose: (instanceId: string) => void;
}): JSX.Element | null {
  const { words } = useLanguage();
  const names = useGateways();
  if (names.length === 0 && chosen === "") return null;
  const all = names.includes(chosen) || chosen === "" ? names : [...names, chosen];
  return (
    <Select
      label={words.gateways.gateway}
      choices={[
        { value: "", label: words.gateways.every },
        ...all.map((value) => ({ value, label: value })),
      ]}
      value={chosen}
      choose={choose}
    />
  );
}
