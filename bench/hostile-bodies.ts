// The worst that a route of 1 MiB lets in, by what it costs: harmless to anything but the route's own checks.

export interface HostileKind {
  name: string;
  /** Beside what all routes of the benchmark have. */
  route: Record<string, unknown>;
  body: () => string;
}

const LIMIT = 1_048_576;

/** A tree of which each node may be either of two: work that doubles with each level of the body. */
const doubling = {
  $ref: "#/$defs/node",
  $defs: {
    node: {
      anyOf: [
        { type: "object", required: ["a"], properties: { n: { $ref: "#/$defs/node" } } },
        { type: "object", required: ["b"], properties: { n: { $ref: "#/$defs/node" } } },
      ],
    },
  },
};

/** So long that it takes many seconds where nothing ends it, and little memory. */
function nested(levels: number): string {
  return '{"a":1,"b":1,"n":'.repeat(levels) + "1" + "}".repeat(levels);
}

/** `part` again and again, with its number, up to the limit. */
function list(part: (index: number) => string, around: [string, string]): string {
  const parts: string[] = [];
  for (let length = 0, index = 0; ; index += 1) {
    const next = part(index);
    length += next.length + 1;
    if (length > LIMIT - 100) return around[0] + parts.join(",") + around[1];
    parts.push(next);
  }
}

const text = (part: string): string =>
  JSON.stringify({ text: part.repeat(Math.floor((LIMIT - 100) / part.length)) });

export const HOSTILE_KINDS: readonly HostileKind[] = [
  {
    name: "nesting",
    route: {},
    body: () => list(() => "[".repeat(60) + "]".repeat(60), ['{"l":[', "]}"]),
  },
  { name: "keys", route: {}, body: () => list((index) => `"k${index}":1`, ["{", "}"]) },
  { name: "long text", route: { template: "{{body.text}}" }, body: () => text("x") },
  {
    name: "text that is masked",
    route: { template: "{{body.text}}" },
    body: () => text("bench-bearer-token-0123456789 "),
  },
  {
    name: "unique objects",
    route: { schema: { properties: { l: { type: "array", uniqueItems: true } } } },
    body: () => list((index) => `{"i":${index}}`, ['{"l":[', "]}"]),
  },
  { name: "recursive schema", route: { schema: doubling }, body: () => nested(30) },
  {
    name: "loop template",
    route: { template: "{% for x in body.l %}{{x.i | append: '.' | prepend: '-'}}{% endfor %}" },
    body: () => list((index) => `{"i":${index}}`, ['{"l":[', "]}"]),
  },
  {
    name: "pattern of a schema",
    route: { schema: { properties: { text: { pattern: "^(?:x?){100}y$" } } } },
    body: () => text("x"),
  },
  {
    name: "condition with a pattern",
    route: { filter: { where: { "body.text": { regex: "(?:x?){100}y" } } } },
    body: () => text("x"),
  },
  {
    name: "form",
    route: { template: "{{body.a}}" },
    body: () => `a=${"%41+".repeat(LIMIT / 4 - 10)}`,
  },
  {
    name: "small, recursive schema",
    route: { schema: doubling },
    body: () => nested(20),
  },
];
