import { InputError } from "../../model/errors.ts";
import type { DoctorCheck } from "../../setup/doctor.ts";

/** A check that says what is there, or throws an InputError that says what is missing. */
export async function look(name: string, check: () => Promise<string>): Promise<DoctorCheck> {
  const detail = await settle(check);
  return detail instanceof Error ? { name, state: "missing", detail: detail.message } : { name, state: "ok", detail };
}

export async function settle<T>(ask: () => Promise<T>): Promise<T | InputError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

export function unknown(name: string, detail: string): DoctorCheck {
  return { name, state: "unknown", detail };
}
