import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { SECRETS_DIR } from "../../../../../model/names.ts";
import { WRITE_FILES } from "../../../../../platforms/aws/components/container-definition.ts";

const run = promisify(execFile);

it("writes each secret into a file of its name that its owner alone may read, whatever is in it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-secret-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const values = { "db.pass": 'a "b" $HOME `id` \\n %s\nsecond line\n', TOKEN: "-n", empty: "" };
  const script = WRITE_FILES.replace(SECRETS_DIR, folder);
  const env = Object.fromEntries(Object.values(values).map((value, index) => [`SECRET_${index}`, value]));
  await run("/bin/sh", ["-ec", script, "secret-files", ...Object.keys(values)], { env });
  const written = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
  expect(Object.fromEntries(written)).toEqual(values);
  for (const name of Object.keys(values)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o400);
});
