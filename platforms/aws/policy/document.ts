import type { Condition, PolicyStack } from "./arns.ts";
import type { Calls } from "./own-calls.ts";
import { whereOf, type Where } from "./scopes.ts";

/** A policy of IAM, as JSON has it. */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: PolicyStatement[];
}

export interface PolicyStatement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: Condition;
}

/** One statement for all actions that may be done at the same place; actions, and statements by their first one, in order. */
export function documentOf(calls: readonly Calls[], stack: PolicyStack): PolicyDocument {
  const places = new Map<string, { where: Where; actions: Set<string> }>();
  for (const [action, scope] of calls.flatMap((each) => Object.entries(each))) {
    for (const where of whereOf(scope, stack)) {
      const key = JSON.stringify(where);
      const place = places.get(key) ?? { where, actions: new Set() };
      place.actions.add(action);
      places.set(key, place);
    }
  }
  const statements = [...places.values()].map(({ where: { resources, condition }, actions }) => ({
    Effect: "Allow" as const,
    Action: [...actions].toSorted(),
    Resource: [...new Set(resources)],
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  const keyOf = ({ Action, Resource }: PolicyStatement) => `${Action[0]} ${Resource[0]}`;
  return { Version: "2012-10-17", Statement: statements.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}
