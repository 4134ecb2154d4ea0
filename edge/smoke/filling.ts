import { fillIn, placeholdersIn, type Placeholder } from "../../model/placeholders.ts";
import { parseJsonPath, readJsonPath } from "../../model/json-path.ts";
import { parseCaptureSource, type CaptureSource, type Smoke } from "../../model/smoke.ts";
import type { Response } from "../session.ts";
import { parseBody } from "./judge-answer.ts";

const MAX_VALUE = 8192;

/** What the placeholders of smoke requests are filled with: secrets of the release, and what answers held. None is ever printed. */
export class Filling {
  readonly #secrets: ReadonlyMap<string, string>;
  readonly #captured = new Map<string, string>();
  readonly #names: ReadonlySet<string>;

  /** For all requests of a list. */
  constructor(requests: readonly Smoke[], secrets: ReadonlyMap<string, string>) {
    this.#secrets = secrets;
    this.#names = new Set(requests.flatMap(({ capture = {} }) => Object.keys(capture)));
  }

  /** The request with its placeholders filled in; or why it cannot be sent. */
  fill(smoke: Smoke): { smoke: Smoke } | { problem: string; missing: string | undefined } {
    const { path, headers, body, json, form } = smoke;
    for (const placeholder of placeholdersIn([path, headers, body, json, form])) {
      if (this.#textOf(placeholder) !== undefined) continue;
      const { kind, name } = placeholder;
      if (kind === "secret") return { problem: `not sent, because there is no secret ${name}`, missing: undefined };
      return { problem: `not sent, because \`${name}\` was not captured`, missing: name };
    }
    const filled = fillIn({ headers, body, json, form }, (placeholder) => this.#textOf(placeholder) ?? "");
    const broken = Object.entries(filled.headers ?? {}).find(([, text]) => /\p{Cc}/u.test(text));
    if (broken !== undefined) {
      return { problem: `not sent, because its header ${broken[0]} would have more than one line`, missing: undefined };
    }
    const encoded = fillIn(path, (placeholder) => {
      const text = this.#textOf(placeholder) ?? "";
      return this.#isOurs(placeholder) ? encodeURIComponent(text) : text;
    });
    return { smoke: { ...smoke, ...filled, path: encoded } };
  }

  /** Undefined while there is no value for it. */
  #textOf(placeholder: Placeholder): string | undefined {
    const { kind, name } = placeholder;
    if (!this.#isOurs(placeholder)) return `{{${name}}}`;
    return (kind === "secret" ? this.#secrets : this.#captured).get(name);
  }

  /** Braces with a name that no request captures are the app's own. */
  #isOurs({ kind, name }: Placeholder): boolean {
    return kind === "secret" || this.#names.has(name);
  }

  /** Keeps what a request wants to have captured. Returns what is wrong with it. */
  take({ capture = {} }: Smoke, response: Response): string | undefined {
    const problems = Object.entries(capture).map(([name, text]) => {
      const source = parseCaptureSource(text);
      const found = source === undefined ? undefined : find(source, response);
      if (found === undefined) return `there is no ${text} to capture`;
      if (found === "" || found.length > MAX_VALUE) return `${text} is empty or too long to capture`;
      this.#captured.set(name, found);
      return undefined;
    });
    return problems.find((problem) => problem !== undefined);
  }

  /** The text with each value as the placeholder that it fills, however an answer may have written it. */
  mask(text: string): string {
    const values = [
      ...[...this.#secrets].map(([name, value]) => [value, `{{secret:${name}}}`] as const),
      ...[...this.#captured].map(([name, value]) => [value, `{{${name}}}`] as const),
    ];
    const written = values.flatMap(([value, name]) => {
      return [...new Set(spellingsOf(value))].map((form) => [form, name] as const);
    });
    return written
      .filter(([form]) => form !== "")
      .toSorted(([a], [b]) => b.length - a.length)
      .reduce((masked, [form, name]) => masked.replaceAll(form, name), text);
  }
}

function find(source: CaptureSource, { headers, body }: Response): string | undefined {
  switch (source.from) {
    case "json": {
      const found = readJsonPath(parseBody(body)?.json, parseJsonPath(source.path) ?? []);
      return typeof found === "string" || typeof found === "number" || typeof found === "boolean"
        ? String(found)
        : undefined;
    }
    case "header":
      return headers[source.name.toLowerCase()]?.[0];
    case "cookie": {
      const start = `${source.name}=`;
      const cookie = headers["set-cookie"]?.findLast((line) => line.startsWith(start));
      return cookie?.slice(start.length).split(";", 1)[0]?.trim();
    }
  }
}

/** A value as it is, and as JSON, an address, a form and a page write it. */
function spellingsOf(value: string): string[] {
  const inForm = new URLSearchParams({ value }).toString().slice("value=".length);
  const inPage = value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), inForm, inPage];
}
