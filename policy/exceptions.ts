import { matchesGlob } from "./glob.ts";
import type { PolicyException } from "./settings.ts";

/** One violation that an exception lets pass. */
export interface ExceptedViolation {
  rule: string;
  violation: string;
  exception: PolicyException;
}

export type ExceptionState = "active" | "unused" | "expired" | "other stack";

/** Where and when a run takes place. */
export interface ExceptionScope {
  stack: string;
  /** A date like 2027-03-31, in UTC. */
  today: string;
}

/** The exceptions of one run: which of them hold, and which of them were needed. */
export class Exceptions {
  readonly #all: readonly PolicyException[];
  readonly #scope: ExceptionScope;
  readonly #used = new Map<PolicyException, number>();
  readonly #excepted = new Map<string, ExceptedViolation[]>();

  constructor(all: readonly PolicyException[], scope: ExceptionScope) {
    this.#all = all;
    this.#scope = scope;
  }

  /** The violations of a rule that no exception covers; those that one covers are kept for {@link take}. */
  filter(rule: string, resource: { urn: string; name: string }, violations: readonly string[]): readonly string[] {
    const exception = this.#all.find(
      (one) => this.#holds(one) && one.rule === rule && matchesGlob(one.resource, resource.name),
    );
    if (exception === undefined || violations.length === 0) return violations;
    this.#used.set(exception, (this.#used.get(exception) ?? 0) + violations.length);
    const excepted = violations.map((violation) => ({ rule, violation, exception }));
    this.#excepted.set(resource.urn, [...(this.#excepted.get(resource.urn) ?? []), ...excepted]);
    return [];
  }

  /** What was let pass of a resource, once. */
  take(urn: string): readonly ExceptedViolation[] {
    const excepted = this.#excepted.get(urn) ?? [];
    this.#excepted.delete(urn);
    return excepted;
  }

  /**
   * What is wrong with the exceptions themselves, once everything was judged. `judged` are the rules of this run, and
   * `known` all there are: an exception for a rule that was not judged may still be needed.
   */
  findings({ judged, known }: { judged: ReadonlySet<string>; known: ReadonlySet<string> }): string[] {
    return this.#all.flatMap((exception, index) => {
      const state = exceptionState(exception, this.#used.get(exception) ?? 0, this.#scope);
      if (state === "unused" && known.has(exception.rule) && !judged.has(exception.rule)) return [];
      return exceptionFinding(exception, index, state, known) ?? [];
    });
  }

  #holds(exception: PolicyException): boolean {
    const state = exceptionState(exception, 1, this.#scope);
    return state === "active";
  }
}

/** How it stands with an exception that let `used` violations pass. */
export function exceptionState(
  { stacks, expires }: PolicyException,
  used: number,
  { stack, today }: ExceptionScope,
): ExceptionState {
  if (stacks?.includes(stack) === false) return "other stack";
  if (expires < today) return "expired"; // both are ISO dates, which sort as text
  return used > 0 ? "active" : "unused";
}

/** What is wrong with the exception at `index` of the settings; undefined when nothing is. */
export function exceptionFinding(
  exception: PolicyException,
  index: number,
  state: ExceptionState,
  rules: ReadonlySet<string>,
): string | undefined {
  const path = `exceptions.${index}`;
  const { rule, resource, expires, ticket, owner } = exception;
  const what = `${rule} for ${JSON.stringify(resource)}`;
  if (!rules.has(rule))
    return `${path}.rule: is no rule of this pack, got ${JSON.stringify(rule)}. Correct or remove it.`;
  if (state === "unused") return `${path}: the exception from ${what} was not needed (${ticket}). Remove it.`;
  if (state !== "expired") return undefined;
  return `${path}.expires: the exception from ${what} expired on ${expires} (${ticket}, ${owner}). Keep the rule and remove it.`;
}
