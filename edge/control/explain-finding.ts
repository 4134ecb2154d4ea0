import type { Release } from "../../model/release.ts";
import type { Task } from "../tasks.ts";
import type { Finding } from "./gate.ts";

/** Where a container listens; undefined when nobody could tell. */
export type ListeningPorts = readonly { port: number; loopback: boolean }[] | undefined;

/** What a red replica's trouble is, in one sentence that begins with its kind. */
export function explain(
  { replica, slot, missing }: Finding,
  task: Task<"cutover">,
  context: { release: Release; withinMs: number; passes: number } | undefined,
  ports: ListeningPorts,
): string {
  if (replica === null || context === undefined) {
    return "not started: there is no such container. Run `tidegate up` again, which makes it.";
  }
  if (missing === "release") {
    return `another release: it runs ${replica.release ?? "something unknown"}, not ${task.release}. Run \`tidegate up\` again.`;
  }
  if (replica.state === "created")
    return `not started: ${replica.error || "the engine has made it and not started it"}.`;
  const answersNow = replica.state === "running" && slot !== undefined && slot.check.startsWith("L7");
  if (replica.state !== "running" || (replica.restarts > 0 && !answersNow)) {
    const why = replica.outOfMemory ? " after it ran out of memory" : "";
    const times = replica.restarts === 1 ? "once" : `${replica.restarts} times`;
    return `crashed: exit code ${replica.exitCode}${why}, restarted ${times}. Its last words follow.`;
  }
  const { port, health } = context.release;
  const check = `GET ${health.path} on port ${port}`;
  if (missing === "address") {
    return replica.address === undefined
      ? "reachable by Docker but not by the proxy: it is not on the stack's network."
      : "reachable by Docker but not by the proxy: its name does not lead the proxy to it.";
  }
  if (slot === undefined) return "reachable by Docker but not by the proxy: the proxy has no slot for it.";
  switch (slot.check) {
    case "L7STS":
      return wrongStatus(check, health.path, health.expect, slot.code);
    case "L7TOUT":
      return `too slow: ${check} was not answered within ${health.timeout}.`;
    case "L4CON":
      return refused(port, ports);
    case "L4TOUT":
      return `reachable by Docker but not by the proxy: no connection to port ${port}. Look for a firewall in the container.`;
    case "L7RSP":
      return `wrong port: what listens on port ${port} does not speak HTTP.`;
    default:
      return `too slow: it did not pass ${context.passes} checks in a row (${check}) in ${context.withinMs / 1000} s.`;
  }
}

function wrongStatus(check: string, path: string, expected: number, got: number | undefined): string {
  const kind = got === 404 || got === 405 ? "wrong path" : "unhealthy";
  const remedy =
    kind === "wrong path"
      ? `Correct \`health.path\`, now ${JSON.stringify(path)}.`
      : "It says itself that it is not well.";
  return `${kind}: ${check} was answered with ${got ?? "nothing"} instead of ${expected}. ${remedy}`;
}

function refused(port: number, ports: ListeningPorts): string {
  if (ports === undefined) {
    return `wrong port, or too slow: nothing accepts connections on port ${port}. Compare \`port\` with what the app listens on.`;
  }
  const open = ports.filter(({ loopback }) => !loopback).map((entry) => entry.port);
  if (ports.some((entry) => entry.port === port && entry.loopback)) {
    return `reachable by Docker but not by the proxy: it listens on 127.0.0.1:${port} only. Let the app listen on 0.0.0.0.`;
  }
  if (open.length > 0) return `wrong port: nothing listens on ${port}, but on ${open.join(", ")}. Correct \`port\`.`;
  return `too slow: it runs, but listens on no port yet. Give it more time (\`gate.within\`), or see what it waits for.`;
}
