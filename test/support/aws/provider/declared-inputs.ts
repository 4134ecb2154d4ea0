import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../repository.ts";

/** The inputs that `@pulumi/aws` declares for a resource type. */
export interface DeclaredInputs {
  all: ReadonlySet<string>;
  /** Those without which nothing is made. */
  required: readonly string[];
}

/** Reads them from the package's own declarations: `aws:lb/listenerRule:ListenerRule` is `ListenerRuleArgs` in `lb/listenerRule.d.ts`. */
export function declaredInputs(type: string): DeclaredInputs {
  const [, file = "", name = ""] = type.split(":");
  const declarations = readFileSync(join(REPOSITORY, "node_modules/@pulumi/aws", `${file}.d.ts`), "utf8");
  const body = new RegExp(`^export interface ${name}Args \\{\\n(.*?)^\\}`, "ms").exec(declarations)?.[1];
  if (body === undefined) throw new Error(`@pulumi/aws declares no ${name}Args in ${file}.d.ts`);
  const inputs = [...body.matchAll(/^ {4}(\w+)(\??):/gm)].map(([, input = "", mark]) => ({
    input,
    isNeeded: mark === "",
  }));
  return {
    all: new Set(inputs.map(({ input }) => input)),
    required: inputs.flatMap(({ input, isNeeded }) => (isNeeded ? [input] : [])),
  };
}
