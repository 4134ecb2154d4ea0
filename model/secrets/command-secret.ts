import { canBeSecret } from "./secret-value.ts";

/** What stands between a program and its option, within reason: a text may be long. */
const OPTIONS = "[^|;&\\n]{0,400}?\\s";
const SECRET = "(?<secret>[^\\s\"'|;&]+)";
/** `user:password`, but not the two numbers of a user and a group. */
const PAIR = `["']?(?!\\d+:\\d+(?:\\s|["']|$))[^\\s:"']+:${SECRET}`;

/** Programs that take a password in an option whose name does not say so. */
const PROGRAMS: readonly RegExp[] = [
  new RegExp(`\\bcurl\\b${OPTIONS}(?:-[a-zA-Z]*[uU]\\s*|--(?:proxy-)?user[\\s=]+)${PAIR}`, "g"),
  new RegExp(`\\b(?:https?|xhs?)\\s${OPTIONS}?(?:-a\\s*|--auth[\\s=]+)${PAIR}`, "g"), // HTTPie and xh
  new RegExp(`\\b(?:mysql|mariadb)[a-z-]*\\b${OPTIONS}-p["']?${SECRET}`, "g"),
  new RegExp(`\\b(?:redis|valkey)-cli\\b${OPTIONS}-a\\s+["']?${SECRET}`, "g"),
  new RegExp(`\\bmongo(?:sh|dump|restore)?\\b${OPTIONS}-p\\s+["']?${SECRET}`, "g"),
  new RegExp(`\\bldap[a-z]+\\b${OPTIONS}-w\\s*["']?${SECRET}`, "g"),
  new RegExp(`\\bsshpass\\s+-p\\s*["']?${SECRET}`, "g"),
];

/** Whether a command line hands a password to a program that is known to take one so: `curl -u admin:hunter2 …`. */
export function holdsCommandSecret(commandLine: string): boolean {
  return PROGRAMS.some((pattern) =>
    [...commandLine.matchAll(pattern)].some(({ groups }) => canBeSecret(groups?.["secret"] ?? "")),
  );
}
