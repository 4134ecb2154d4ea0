const PLACEHOLDER = /\{\{(secret:)?([A-Za-z0-9][\w.-]*)\}\}/g;

/** What a text wants to be filled with: `{{token}}`, or `{{secret:PASSWORD}}`. */
export interface Placeholder {
  kind: "captured" | "secret";
  name: string;
}

/** Every placeholder of the texts in a value of JSON, at any depth. */
export function placeholdersIn(value: unknown): Placeholder[] {
  const found: Placeholder[] = [];
  fillIn(value, (placeholder) => {
    found.push(placeholder);
    return "";
  });
  return found;
}

/** The same value with every placeholder of its texts filled in. Names of an object stay as they are. */
export function fillIn<Value>(value: Value, fill: (placeholder: Placeholder) => string): Value {
  return filled(value, fill) as Value; // texts stay texts, and the rest what it is
}

function filled(value: unknown, fill: (placeholder: Placeholder) => string): unknown {
  if (typeof value === "string") {
    return value.replace(PLACEHOLDER, (_text, secret: string | undefined, name: string) =>
      fill({ kind: secret === undefined ? "captured" : "secret", name }),
    );
  }
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, fill));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, fill)]));
}
