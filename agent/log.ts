export type Level = "info" | "warning" | "error";

/** What the agent says of itself, for whoever reads its container's log. */
export type Log = (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** A log of JSON lines, `{"level","at","message",…}`: `at` in UTC, the fields after it. Errors among them become their message. */
export function openLog(write: (line: string) => void): Log {
  return (level, message, fields = {}) => {
    const told = Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? value.message : value]);
    const at = new Date().toISOString();
    write(`${JSON.stringify({ level, at, message, ...Object.fromEntries(told) })}\n`);
  };
}
