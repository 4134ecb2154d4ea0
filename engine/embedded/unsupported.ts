import { InputError } from "../../model/errors.ts";

/**
 * What this engine does not do: `subject` is the resource, file or option that asks for it, `what` a noun for it.
 * Nothing is ever skipped silently.
 */
export class UnsupportedError extends InputError {
  constructor(subject: string, what: string) {
    super(`${subject}: ${what} is not supported by the embedded engine. Use the Pulumi CLI (\`--engine pulumi\`).`);
  }
}
