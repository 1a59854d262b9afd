// Which form of a word a number takes, by the rules of its language.

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** For a language whose words change with their number. `locale`: as Intl knows it. */
export function pluralIn(locale: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
