import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate that has signed itself, with its key, for these names. */
export function selfSigned(...names: string[]): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-certificate-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  try {
    const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test"];
    const alternatives = names.map((name) => `DNS:${name}`).join(",");
    const output = ["-addext", `subjectAltName=${alternatives}`, "-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", ...made, ...output], { stdio: "ignore" });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
