import { matchesGlob } from "./glob.ts";
import type { PolicyException } from "./settings.ts";

/** One violation that an exception lets pass. */
export interface ExceptedViolation {
  rule: string;
  violation: string;
  exception: PolicyException;
}

/** The exceptions of one run of the pack: which of them hold, and which of them were needed. */
export class Exceptions {
  readonly #all: readonly PolicyException[];
  readonly #stack: string;
  readonly #today: string;
  readonly #used = new Set<PolicyException>();
  readonly #excepted = new Map<string, ExceptedViolation[]>();

  /** `today` is a date like 2027-03-31, in UTC. */
  constructor(all: readonly PolicyException[], { stack, today }: { stack: string; today: string }) {
    this.#all = all;
    this.#stack = stack;
    this.#today = today;
  }

  /** The violations of a rule that no exception covers; those that one covers are kept for {@link take}. */
  filter(rule: string, resource: { urn: string; name: string }, violations: readonly string[]): readonly string[] {
    const exception = this.#all.find(
      (one) => this.#holds(one) && one.rule === rule && matchesGlob(one.resource, resource.name),
    );
    if (exception === undefined || violations.length === 0) return violations;
    this.#used.add(exception);
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

  /** What is wrong with the exceptions themselves, once every resource was judged. */
  findings(rules: ReadonlySet<string>): string[] {
    return this.#all.flatMap((exception, index) => {
      const path = `exceptions.${index}`;
      const what = `${exception.rule} for ${JSON.stringify(exception.resource)}`;
      if (!rules.has(exception.rule)) {
        return [`${path}.rule: is no rule of this pack, got ${JSON.stringify(exception.rule)}. Correct or remove it.`];
      }
      if (!this.#isForStack(exception)) return [];
      if (this.#isExpired(exception)) {
        return [
          `${path}.expires: the exception from ${what} expired on ${exception.expires} (${exception.ticket}, ` +
            `${exception.owner}). Keep the rule and remove it.`,
        ];
      }
      if (this.#used.has(exception)) return [];
      return [`${path}: the exception from ${what} was not needed (${exception.ticket}). Remove it.`];
    });
  }

  #holds(exception: PolicyException): boolean {
    return this.#isForStack(exception) && !this.#isExpired(exception);
  }

  #isForStack({ stacks }: PolicyException): boolean {
    return stacks?.includes(this.#stack) !== false;
  }

  #isExpired({ expires }: PolicyException): boolean {
    return expires < this.#today; // both are ISO dates, which sort as text
  }
}
