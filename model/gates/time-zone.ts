import { z } from "zod";

/** Name of a zone in the IANA time zone database, as this Node.js has it. */
export const timeZoneSchema = z.string().superRefine((name, context) => {
  if (/^[A-Za-z]/.test(name) && isKnown(name)) return;
  context.addIssue({
    code: "custom",
    message: 'must be a time zone|Use a name of the IANA database, such as "Europe/Berlin" or "UTC".',
  });
});

function isKnown(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
