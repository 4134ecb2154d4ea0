import { matchesGlob } from "../model/glob.ts";
import { violationPath } from "./report/violation-path.ts";
import type { PolicyException } from "./settings.ts";

/** One violation that an exception lets pass. */
export interface ExceptedViolation {
  rule: string;
  violation: string;
  exception: PolicyException;
}

/**
 * `too long` does not hold: what nobody looks at within a year is no exception but another rule. `not seen` has let nothing
 * pass in a run that broke off before everything was judged.
 */
export type ExceptionState = "active" | "unused" | "not seen" | "expired" | "too long" | "other stack";

/** Where and when a run takes place. */
export interface ExceptionScope {
  stack: string;
  /** The run broke off before everything was judged. */
  brokeOff?: boolean;
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
    return violations.filter((violation) => {
      const exception = this.#all.find((one) => this.#covers(one, rule, resource.name, violation));
      if (exception === undefined) return true;
      this.#used.set(exception, (this.#used.get(exception) ?? 0) + 1);
      const excepted = [...(this.#excepted.get(resource.urn) ?? []), { rule, violation, exception }];
      this.#excepted.set(resource.urn, excepted);
      return false;
    });
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
      return exceptionFinding(exception, index, state, { rules: known, stack: this.#scope.stack }) ?? [];
    });
  }

  #covers(exception: PolicyException, rule: string, resource: string, violation: string): boolean {
    if (exceptionState(exception, 1, this.#scope) !== "active") return false;
    const { input = "*" } = exception;
    const isMeant = exception.rule === rule && matchesGlob(exception.resource, resource);
    return isMeant && matchesGlob(input, violationPath(violation));
  }
}

/** How it stands with an exception that let `used` violations pass. */
export function exceptionState(
  { stacks, expires }: PolicyException,
  used: number,
  { stack, today, brokeOff = false }: ExceptionScope,
): ExceptionState {
  if (stacks?.includes(stack) === false) return "other stack";
  if (expires < today) return "expired"; // ISO dates sort as text
  if (expires > yearAfter(today)) return "too long";
  if (used > 0) return "active";
  return brokeOff ? "not seen" : "unused";
}

/** What is wrong with the exception at `index` of the settings; undefined when nothing is. */
export function exceptionFinding(
  exception: PolicyException,
  index: number,
  state: ExceptionState,
  { rules, stack }: { rules: ReadonlySet<string>; stack: string },
): string | undefined {
  const path = `exceptions.${index}`;
  const { rule, resource, expires, ticket, owner } = exception;
  const what = `${rule} for ${JSON.stringify(resource)}`;
  if (!rules.has(rule))
    return `${path}.rule: is no rule of this pack, got ${JSON.stringify(rule)}. Correct or remove it.`;
  if (state === "unused") {
    const only = exception.stacks?.length === 1;
    const remedy = only ? "Remove it." : "Remove it, or limit it to the stacks that need it (`stacks: […]`).";
    return `${path}: the exception from ${what} is not needed in ${stack} (${ticket}). ${remedy}`;
  }
  if (state === "too long") {
    return `${path}.expires: must be at most a year ahead, got ${expires} (${ticket}, ${owner}). It does not hold until then.`;
  }
  if (state !== "expired") return undefined;
  return `${path}.expires: the exception from ${what} expired on ${expires} (${ticket}, ${owner}). Keep the rule and remove it.`;
}

/** Today's date, the way exceptions write theirs. */
export function todayUtc(): string {
  return new Date().toISOString().slice(0, "2027-03-31".length);
}

function yearAfter(date: string): string {
  return `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`;
}
