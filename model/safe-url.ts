import { isLoopback } from "./loopback.ts";

/** Whether what is sent to an address cannot be read on the way: `https`, or `http` to this very machine. */
export function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.host));
}
