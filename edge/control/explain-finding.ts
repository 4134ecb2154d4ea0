import type { Health, Release } from "../../model/release.ts";
import type { Task } from "../tasks.ts";
import type { CheckEnd } from "../session.ts";
import type { Finding } from "./finding.ts";
import type { ListeningPorts } from "./listening-ports.ts";

/** Ends of a check whose connection the replica accepted. */
const ACCEPTED: readonly CheckEnd[] = ["passed", "wrong-status", "wrong-text", "no-http", "wrong-answer", "timeout"];

/** What a red replica's trouble is, in one sentence that begins with its kind. */
export function explain(
  { replica, slot, missing }: Finding,
  task: Task<"cutover">,
  context: { release: Release; withinMs: number; passes: number; redirect: string | undefined } | undefined,
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
  const answersNow =
    replica.state === "running" && slot !== undefined && slot.check !== undefined && ACCEPTED.includes(slot.check);
  if (replica.state !== "running" || (replica.restarts > 0 && !answersNow)) {
    const why = replica.outOfMemory ? " after it ran out of memory" : "";
    const times = replica.restarts === 1 ? "once" : `${replica.restarts} times`;
    return `crashed: exit code ${replica.exitCode}${why}, restarted ${times}.${exitCodeText(replica.exitCode)} Its last words follow.`;
  }
  const { health } = context.release;
  const port = health.port ?? context.release.port;
  const check = `${health.method ?? "GET"} ${health.path} on port ${port}`;
  if (missing === "address") {
    return replica.address === undefined
      ? "reachable by Docker but not by the proxy: it is not on the stack's network."
      : "reachable by Docker but not by the proxy: its name does not lead the proxy to it.";
  }
  if (slot === undefined) return "reachable by Docker but not by the proxy: the proxy has no slot for it.";
  switch (slot.check) {
    case "wrong-status":
      return wrongStatus(check, health, slot.code, context.redirect);
    case "timeout":
      return `too slow: ${check} was not answered within ${health.timeout}.`;
    case "refused":
      return refused({ port, key: health.port === undefined ? "port" : "health.port" }, ports);
    case "unreachable":
      return `reachable by Docker but not by the proxy: no connection to port ${port}. Look for a firewall in the container.`;
    case "wrong-text":
      return wrongText(check, health);
    case "no-http":
      return `wrong port: what listens on port ${port} does not speak HTTP.`;
    case "wrong-answer":
      return `another answer: ${check} was answered, but not as the check expects. See what it says instead.`;
    default:
      return `too slow: it did not pass ${context.passes} checks in a row (${check}) in ${context.withinMs / 1000} s.`;
  }
}

/** What a shell means by them (POSIX, Shell Command Language, 2.8.2 Exit Status for Commands). */
function exitCodeText(exitCode: number): string {
  if (exitCode === 127) {
    return " 127: a command that it starts is not in the image. Compare `command` with what the image has.";
  }
  if (exitCode === 126) {
    return " 126: what it starts is there, but cannot be run. It needs the right to be executed, and the host's platform.";
  }
  return "";
}

function wrongStatus(check: string, { path, expect }: Health, got: number | undefined, redirect = ""): string {
  const { kind, remedy } = meaningOf(got, { path: JSON.stringify(path), redirect });
  return `${kind}: ${check} was answered with ${got ?? "nothing"} instead of ${expect}. ${remedy}`;
}

/** The proxy expects the status first, so that what is wrong by now is the text. */
function wrongText(check: string, { expect, contains = "" }: Health): string {
  const wanted = JSON.stringify(contains);
  return `another text: ${check} was answered with ${expect}, but without ${wanted}. See what it says instead, or correct \`health.contains\`.`;
}

/** What an app says by a status that it should not have answered with (RFC 9110, 15). */
function meaningOf(got: number | undefined, { path, redirect }: { path: string; redirect: string }) {
  if (got === undefined || got >= 500) return { kind: "unhealthy", remedy: "It says itself that it is not well." };
  if (got === 404 || got === 405) return { kind: "wrong path", remedy: `Correct \`health.path\`, now ${path}.` };
  if (got === 401 || got === 403 || got === 407) {
    const remedy = "It wants a login, which the proxy has not. Check a path that is open to everybody (`health.path`).";
    return { kind: "login wanted", remedy };
  }
  if (got >= 300 && got < 400) {
    const to = redirect === "" ? "elsewhere" : `to ${redirect}`;
    return {
      kind: "redirect",
      remedy: `It redirects ${to}. Check a path that answers itself (\`health.path\`), or expect the redirect (\`health.expect: ${got}\`).`,
    };
  }
  return {
    kind: "another status",
    remedy: `If that is how it says that it is well, expect it (\`health.expect: ${got}\`); else correct \`health.path\`, now ${path}.`,
  };
}

function refused({ port, key }: { port: number; key: string }, ports: ListeningPorts): string {
  if (ports === undefined) {
    return `wrong port, or too slow: nothing accepts connections on port ${port}. Compare \`${key}\` with what the app listens on.`;
  }
  const open = ports.filter(({ loopback }) => !loopback).map((entry) => entry.port);
  if (ports.some((entry) => entry.port === port && entry.loopback)) {
    return `reachable by Docker but not by the proxy: it listens on 127.0.0.1:${port} only. Let the app listen on 0.0.0.0.`;
  }
  if (open.length > 0) return `wrong port: nothing listens on ${port}, but on ${open.join(", ")}. Correct \`${key}\`.`;
  return `too slow: it runs, but listens on no port yet. Give it more time (\`gate.within\`), or see what it waits for.`;
}
