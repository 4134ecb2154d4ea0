import { hostname, userInfo } from "node:os";

/** Who runs this process, `jane@laptop`; `1000@laptop` where the machine has no name for the user. */
export function thisUser(): string {
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown"); // no entry in the user database, as in many containers
  }
}
