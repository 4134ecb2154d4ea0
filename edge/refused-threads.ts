/**
 * What the JVM, Python, Ruby, Go, Node.js and shells say when the kernel gives them no process or thread. `Resource temporarily
 * unavailable` alone is not enough: sockets say so every day.
 */
const REFUSED = new RegExp(
  [
    "unable to create (?:new )?native thread",
    "pthread_create failed",
    "can't (?:start new|create) thread",
    "failed to create new OS thread",
    "cannot fork",
    String.raw`(?:fork|clone|spawn|thread)\b.*(?:resource temporarily unavailable|EAGAIN)`,
  ].join("|"),
  "i",
);

/** Whether a log line tells that a process or thread was refused: the kernel tells nobody else. */
export function saysRefused(line: string): boolean {
  return REFUSED.test(line);
}
