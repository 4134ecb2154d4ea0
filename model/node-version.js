// JavaScript that any Node.js from 20 on can load: what is too old must still be able to say so.

/**
 * Oldest Node.js, major and minor, that runs TypeScript as it is and has all that we use. `engines` of package.json says the
 * same.
 */
export const OLDEST_NODE = [22, 18];

/**
 * What is wrong with a Node.js of `version`, `20.20.2`, and what to do; undefined when it is new enough.
 * @param {string} [version]
 * @returns {string | undefined}
 */
export function nodeComplaint(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  const oldest = OLDEST_NODE.join(".");
  return `Node.js: ${version} is too old (${process.execPath}). Put Node.js ${oldest} or later first on PATH, and run this again.`;
}

/**
 * Ends a program that this Node.js cannot run, with the complaint on standard error.
 * @param {number} exitCode
 */
export function requireNode(exitCode) {
  const complaint = nodeComplaint();
  if (complaint === undefined) return;
  console.error(complaint);
  process.exit(exitCode);
}
