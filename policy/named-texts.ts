/** A text among a resource's inputs, with what it is called there. */
export interface NamedText {
  /** Path for a message; may lead into a text that holds more: `envs.LOG_LEVEL`, `environment.PART.release.version`. */
  path: string;
  text: string;
  /** Path of the input it stands in. */
  input: string;
  /** Name of the variable, label, option or input; undefined for one of a list. */
  name: string | undefined;
}

const VARIABLE = /^([\p{L}_][\p{L}\p{N}_.-]*)=(.+)$/su;
const VARIABLES = /(?:^|\.)(?:envs?|environment)\.\d+$/;

/** Every text among the inputs, with its name. JSON and lists of `NAME=value` are opened; what is not known yet is left out. */
export function namedTexts(inputs: unknown): NamedText[] {
  const texts = [...textsIn(inputs, [])];
  const byPath = new Map(texts.map(({ path, text }) => [path, text]));
  return texts.flatMap(({ path, text }) => {
    const inner = parseJson(text);
    if (inner !== undefined) {
      return namedTexts(inner).map((each) => ({ ...each, path: `${path}.${each.path}`, input: path }));
    }
    const [, name, value] = (VARIABLES.test(path) && VARIABLE.exec(text)) || [];
    if (name !== undefined && value !== undefined) {
      return [{ path: `${parentOf(path)}.${name}`, input: path, name, text: value }];
    }
    return [{ path, input: path, name: nameOf(path, byPath), text }];
  });
}

const COMMAND = /(?:^|\.)(?:command|entrypoints?|entryPoint|tests)$/;

/** The command lines that stand among texts word by word, each as one text. */
export function commandLines(texts: readonly NamedText[]): NamedText[] {
  const words = Map.groupBy(
    texts.filter(({ path }) => /\.\d+$/.test(path) && COMMAND.test(parentOf(path))),
    ({ path }) => parentOf(path),
  );
  return [...words].map(([path, own]) => ({
    path,
    text: own.map(({ text }) => text).join(" "),
    input: own[0]?.input === own[0]?.path ? path : (own[0]?.input ?? path),
    name: undefined,
  }));
}

function* textsIn(value: unknown, path: readonly string[]): Generator<{ path: string; text: string }> {
  if (typeof value === "string") yield { path: path.join("."), text: value };
  else if (typeof value === "object" && value !== null) {
    for (const [key, child] of Object.entries(value)) yield* textsIn(child, [...path, key]);
  }
}

/** The last step of its path; what stands beside a `value`; the option before one of a list. */
function nameOf(path: string, texts: ReadonlyMap<string, string>): string | undefined {
  const parent = parentOf(path);
  const step = path.slice(path.lastIndexOf(".") + 1);
  if (step === "value") {
    return ["label", "name", "key"]
      .map((sibling) => texts.get(`${parent}.${sibling}`))
      .find((name) => name !== undefined);
  }
  if (!/^\d+$/.test(step)) return step;
  const before = texts.get(`${parent}.${Number(step) - 1}`);
  return before?.startsWith("-") === true && !before.includes("=") ? before : undefined;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

function parseJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // looks like JSON, and is judged as a text
  }
}
