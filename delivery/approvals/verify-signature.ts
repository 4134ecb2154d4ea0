import type { CheckedSignature, SignatureNamespace, Signer } from "./signature.ts";
import { linesOf, runKeygen, type KeygenRun } from "./ssh-keygen.ts";

export interface Verification {
  /** Path of the signature. */
  file: string;
  /** What it is shown as. */
  name: string;
  text: string;
  namespace: SignatureNamespace;
  /** Path of the allowed-signers file. */
  signers: string;
  /** Path of the keys that count no more; null where there are none. */
  revoked: string | null;
  /** Unix time in milliseconds at which a key must be valid. */
  now: number;
}

/**
 * Finds out whose signature a file holds over a text, by `ssh-keygen` and the signers file as git would. A signature that is
 * nobody's is a result, which says why.
 */
export async function verifySignature(verification: Verification): Promise<CheckedSignature> {
  const { file, name, text, namespace, signers, now } = verification;
  const input = text;
  const problem = (why: string) => ({ file: name, problem: why });
  const intact = await runKeygen(["-Y", "check-novalidate", "-n", namespace, "-s", file], { input });
  const key = / key (SHA256:\S+)\s*$/.exec(intact.stdout)?.[1];
  if (!intact.ok || key === undefined) return problem(`is not over this very request${inItsWords(intact)}`);

  const at = `-Overify-time=${keygenTime(now)}`;
  const found = await runKeygen(["-Y", "find-principals", "-s", file, "-f", signers, at], { input });
  if (!found.ok) return problem(`is by a key that is not among the signers: ${key}${inItsWords(found)}`);
  const listed = linesOf(found.stdout.replaceAll(",", "\n"));
  const names = listed.filter((each) => !/[*?!]/.test(each));
  if (names.length === 0) {
    return problem(`is by a key that the signers file gives to nobody by name, but to ${listed.join(", ")}: ${key}`);
  }
  return await verifyAs({ names, key }, verification, at);
}

/** The last word: namespace, validity and revocation, for each of the names. */
async function verifyAs(
  { names, key }: Signer,
  { file, name, text, namespace, signers, revoked }: Verification,
  at: string,
): Promise<CheckedSignature> {
  const verify = (who: string, more: readonly string[]) =>
    runKeygen(["-Y", "verify", "-f", signers, "-I", who, "-n", namespace, "-s", file, at, ...more], { input: text });
  for (const who of names) {
    const end = await verify(who, []);
    if (!end.ok) return { file: name, problem: `is not valid for ${who}: ${key}${inItsWords(end)}` };
    if (revoked !== null && !(await verify(who, ["-r", revoked])).ok) {
      return { file: name, problem: `is by a key that is revoked: ${key} of ${who}` };
    }
  }
  return { file: name, signer: { names, key } };
}

const WITHOUT_NEWS = /^(?:No principal matched\.|Could not verify signature\.)$/;

/** ` (signers:2: key has expired: …)`, where ssh-keygen has more to say than that it was not pleased. */
function inItsWords({ said }: KeygenRun): string {
  const news = said.filter((line) => !WITHOUT_NEWS.test(line));
  return news.length === 0 ? "" : ` (${news.join("; ")})`;
}

/** `20261129180000`, in UTC, as {@link runKeygen} has it. */
function keygenTime(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:T]|\..*$/g, "");
}
