// Keys that requests share: each may be written as a template, or as the path of one value. Renders nothing.

const PATH = /^(?:body|headers|item|query)(?:\.[\w-]+)+$/;

/** `body.ticket.id` as the template it stands for; every other text is a template already. */
export function keyTemplate(key: string): string {
  return PATH.test(key) ? `{{ ${key} }}` : key;
}

/** True for a key that is the same for every request. */
export function isConstantKey(key: string): boolean {
  return !/\{[{%]/.test(keyTemplate(key));
}
