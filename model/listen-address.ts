import { z } from "zod";

/** Where something on the host listens: `0.0.0.0:8080`, `127.0.0.1:8081`, `[::1]:8081`. */
export const listenAddressSchema = z.string().superRefine((text, context) => {
  const port = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]):(\d{1,5})$/.exec(text)?.[1];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return;
  context.addIssue({
    code: "custom",
    message: 'must be an address with a port|Write it like "0.0.0.0:8080" or "127.0.0.1:8081".',
  });
});
