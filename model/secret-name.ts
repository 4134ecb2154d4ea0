import { z } from "zod";

/**
 * Name of a secret under a key of `tidegate:secrets`, for settings that say whose value is to be taken. What stands there by mistake may be
 * the secret itself, so that it is not told.
 */
export function secretNameSchema(key: string) {
  return z.string().superRefine((name, context) => {
    if (/^[A-Za-z0-9][\w.-]{0,127}$/.test(name)) return;
    context.addIssue({
      code: "custom",
      params: { hidden: true },
      message: `must be the name of a secret|Put the value into \`tidegate:secrets.${key}\`, and its name here.`,
    });
  });
}
