import { UNKNOWN } from "./unknown.ts";

/** An image that a Dockerfile starts from, or takes files from. */
export interface BaseImage {
  /** As the Dockerfile writes it, arguments and all. */
  written: string;
  /** With its arguments filled in: undefined when one has no value, UNKNOWN when a preview does not know it. */
  name: string | undefined | typeof UNKNOWN;
}

type Values = ReadonlyMap<string, unknown>;

/**
 * The images that a Dockerfile starts its stages from and takes files from; `scratch` and stages of its own are none. `given` knows what the
 * build sets an argument to, which goes before the Dockerfile's own default.
 */
export function baseImages(dockerfile: string, given: (argument: string) => unknown): BaseImage[] {
  const images: BaseImage[] = [];
  const stages = new Set(["scratch"]);
  const values = new Map<string, unknown>();
  let isAboveFirstStage = true; // only arguments from there count in a FROM
  for (const [instruction = "", ...words] of instructions(dockerfile)) {
    if (instruction === "ARG" && isAboveFirstStage) {
      for (const [name, fallback] of words.map(readArgument)) {
        values.set(name, given(name) ?? (fallback === undefined ? undefined : fill(fallback, values)));
      }
    }
    const [written = "", , stage] = words.filter((word) => !word.startsWith("--"));
    if (instruction === "FROM") isAboveFirstStage = false;
    for (const source of instruction === "FROM" ? [written] : sourcesOf(instruction, words)) {
      const name = fill(source, values);
      if (typeof name !== "string" || !stages.has(name.toLowerCase())) images.push({ written: source, name });
    }
    if (instruction === "FROM" && stage !== undefined) stages.add(stage.toLowerCase());
  }
  return images;
}

/** `COPY --from=NAME`, `RUN --mount=…,from=NAME`: a number is the stage of that number. */
function sourcesOf(instruction: string, words: readonly string[]): string[] {
  if (!/^(?:COPY|ADD|RUN)$/.test(instruction)) return [];
  const options = words.filter((word) => word.startsWith("--"));
  const sources = options.flatMap((option) => /(?:^--from=|,from=|^--mount=from=)([^,]+)/.exec(option)?.[1] ?? []);
  return sources.filter((source) => !/^\d+$/.test(source));
}

/** The words of every instruction, the first in capitals: comments, continued lines and here-documents are sorted out. */
function* instructions(dockerfile: string): Generator<string[]> {
  let text = "";
  let ends: string[] = [];
  const lines = dockerfile.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (ends.length > 0) {
      if (line.replace(/^\t+/, "") === ends[0]) ends = ends.slice(1);
      continue;
    }
    if (/^\s*#/.test(line)) continue;
    text += line.replace(/\\\s*$/, " ");
    if (/\\\s*$/.test(line)) continue;
    const [instruction = "", ...words] = text.trim().split(/\s+/);
    if (/^(?:RUN|COPY|ADD)$/i.test(instruction)) ends = hereDocuments(text, lines.slice(index + 1));
    yield [instruction.toUpperCase(), ...words];
    text = "";
  }
}

/** What ends the here-documents of an instruction. What looks like one and never ends is none: a shell's shift, a quote. */
function hereDocuments(text: string, rest: readonly string[]): string[] {
  const ends = [...text.matchAll(/(?<=\s)<<-?(["']?)([A-Za-z_]\w*)\1(?=\s|$)/g)].flatMap(([, , end]) => end ?? []);
  return ends.filter((end) => rest.some((line) => line.replace(/^\t+/, "") === end));
}

function readArgument(word: string): [name: string, fallback: string | undefined] {
  const at = word.indexOf("=");
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1).replace(/^(["'])(.*)\1$/, "$2")];
}

/** Fills in `$NAME`, `${NAME}`, `${NAME:-fallback}` and `${NAME:+other}`. */
function fill(text: string, values: Values): BaseImage["name"] {
  let isUnknown = false;
  let isMissing = false;
  const filled = text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (_all, plain?: string, braced?: string, operator?: string, other?: string) => {
      const value = values.get(plain ?? braced ?? "");
      if (value === UNKNOWN) isUnknown = true;
      else if (operator === "+") return value === undefined || value === "" ? "" : (other ?? "");
      else if (typeof value === "string" && value !== "") return value;
      else if (operator === "-") return other ?? "";
      else isMissing = true;
      return "";
    },
  );
  if (isUnknown) return UNKNOWN;
  return isMissing ? undefined : filled;
}
