import { secretSign } from "../../model/secrets/secret-sign.ts";

/** Whether a variable is to be encrypted, by its name (`DB_PASSWORD`) or its value (`postgres://user:password@host`). */
export function isSecret(name: string, value: string): boolean {
  return secretSign(value, name) !== undefined;
}
