import { z } from "zod";
import { json } from "../../../edge/tasks.ts";
import { colorSchema } from "../../../model/color.ts";
import { routeSchema } from "../../../model/route.ts";
import { serviceNameSchema } from "../../../model/service.ts";
import { smokeSchema } from "../../../model/smoke.ts";

/** Name of the only container of a task that runs it. */
export const SMOKE_CONTAINER = "smoke";

const doorSchema = z.strictObject({ isSecure: z.boolean(), host: z.string(), port: z.int() });

/**
 * What the program is told that sends smoke requests from a task, by variables as those of a control: of these `service` to `route` stand in the task definition, and the others come with
 * the run. The secrets that requests name are in `SECRET_0`, `SECRET_1`, …, in the order of `secretsNamedBy`.
 */
export const smokeJobSchema = z.strictObject({
  service: serviceNameSchema,
  color: colorSchema,
  smoke: json(z.array(smokeSchema)),
  route: json(routeSchema),
  phase: z.enum(["before", "after"]),
  doors: json(z.strictObject({ toPublic: doorSchema, toPreview: doorSchema })),
});

export type SmokeJob = z.infer<typeof smokeJobSchema>;

/** Variable with the value of a secret. */
export function secretVariable(index: number): string {
  return `SECRET_${index}`;
}

/** How the program ends. Whatever else a task ends with says nothing about answers. */
export const SMOKE_EXIT = { right: 0, wrong: 10, unreachable: 11 } as const;

/** Its last line: with it, its log is whole. */
export const SMOKE_END = "end of the smoke requests";
