import { z } from "zod";
import { readValue } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import { gatesSchema } from "../../model/gates/gates.ts";
import { withGates } from "../../model/gates/with-gates.ts";
import { isJsonObject } from "../../model/merge-json.ts";
import { parseAll } from "../../model/problems.ts";
import { tierOf } from "../../model/tier.ts";
import type { KeptStack } from "../../platforms/aws/policy/arns.ts";
import { listStacks } from "../project/find-project.ts";
import { readAws } from "../project/read-aws.ts";

const provenSchema = z.object({ provenIn: gatesSchema.shape.provenIn });

/**
 * The stacks on AWS whose ledgers the gates `provenIn` of a stack read, as far as the files of all of them say it; read without the passphrase.
 * Throws a ProblemsError for what is wrong in them.
 */
export function provenInStacks(ref: StackRef): KeptStack[] {
  const { projectDir, project } = ref;
  const there = listStacks(projectDir);
  return [...new Set(settingsIn(ref).map(({ stack }) => stack))].toSorted().flatMap((stack) => {
    const aws = there.includes(stack) ? readAws({ projectDir, project, stack }) : null;
    return aws === null ? [] : [{ id: { project, stack }, bucket: aws.bucket }];
  });
}

/** Of each service that is not proved by an export; of the stack, where the program declares the services. */
function settingsIn(ref: StackRef) {
  const said = readValue(ref, "tidegate:tier");
  const tier = tierOf(ref.stack, typeof said === "string" ? said : undefined);
  const declared = readValue(ref, "tidegate:services");
  const services = isJsonObject(declared) ? Object.values(declared).filter(isJsonObject) : [{}];
  return services.flatMap((service) => {
    const { gates = {} } = withGates(service, readValue(ref, "tidegate:gates"), tier);
    const { provenIn } = parseAll(provenSchema, gates, { path: "gates" });
    return provenIn == null || provenIn.ledger !== undefined ? [] : [provenIn];
  });
}
