import type { PolicyUser } from "../../../model/aws/policy-users.ts";
import type { PolicyStack } from "./arns.ts";
import { documentOf, type PolicyDocument } from "./document.ts";
import { madeTypes } from "./made-types.ts";
import {
  DOCTOR,
  KEEPING,
  LOGS,
  LOOKING,
  MOVING,
  PROVING,
  SCALING,
  SMOKE_SECRETS,
  SMOKE_TASK,
  WATCHING,
  type Calls,
} from "./own-calls.ts";
import { PROVIDER_CALLS } from "./provider-calls.ts";
import { PROVIDER_SCOPES } from "./provider-scopes.ts";
import { STARTING_TASKS } from "./task-calls.ts";

/**
 * The least that somebody needs for a stack: `ci` for `up` and `destroy`, `preview` for previews, `operate` to roll back and to watch, `doctor` to
 * see whether an account is ready, `tasks` to start its tasks, as the program gives it to their execution roles.
 */
export function policyFor(user: PolicyUser, stack: PolicyStack): PolicyDocument {
  switch (user) {
    case "ci":
      return documentOf(
        [...operatingCalls(stack), KEEPING, PROVING, ...smokeCalls(stack), providerCalls(stack)],
        stack,
      );
    case "preview":
      return documentOf([LOOKING, KEEPING, PROVING], stack);
    case "operate":
      return documentOf(operatingCalls(stack), stack);
    case "doctor":
      return documentOf([DOCTOR], stack);
    case "tasks":
      return documentOf([STARTING_TASKS], stack);
  }
}

function operatingCalls({ aws }: PolicyStack): Calls[] {
  return [LOOKING, LOGS, WATCHING, MOVING, ...(Object.keys(aws.scaling).length === 0 ? [] : [SCALING])];
}

function smokeCalls({ aws }: PolicyStack): Calls[] {
  return [SMOKE_SECRETS, ...(aws.smokeTask === undefined ? [] : [SMOKE_TASK])];
}

function providerCalls({ aws }: PolicyStack): Calls {
  const actions = madeTypes(aws).flatMap((type) => {
    const { create, read, update, delete: removed } = PROVIDER_CALLS[type];
    return [...create, ...read, ...update, ...removed];
  });
  return Object.fromEntries(
    actions.map((action) => {
      const scope = PROVIDER_SCOPES[action];
      if (scope === undefined) throw new Error(`nothing says where ${action} may be done`);
      return [action, scope];
    }),
  );
}
