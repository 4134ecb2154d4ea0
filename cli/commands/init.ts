import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { InputError, ProblemsError } from "../../model/errors.ts";
import { parseStackConfig } from "../../model/parse-stack-config.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { presetSchema } from "../../model/presets.ts";
import { parseAll } from "../../model/problems.ts";
import { hostSchema } from "../../model/stack-config.ts";
import { TIERS } from "../../model/tier.ts";
import { chooseListen } from "../init/choose-listen.ts";
import { gatherAnswers, type Flags } from "../init/gather-answers.ts";
import { lookIntoImage } from "../init/look-into-image.ts";
import { noticesOf } from "../init/notices.ts";
import { renderStackFile, type StackFileSpec } from "../init/render-stack-file.ts";
import { takenPorts } from "../init/taken-ports.ts";
import { isSealed } from "../init/is-sealed.ts";
import type { StackOptions } from "../options.ts";
import { assertName, findProjectDir } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";
import { isInteractive } from "../run/confirm.ts";

export interface InitOptions extends StackOptions {
  flags: Flags;
  host?: string;
  /** Replace a file that is there. */
  force: boolean;
}

/** User of an app whose image names none: the default of `release.user`. */
const DEFAULT_USER = "10001:10001";

const flagsSchema = z.object({
  ...{ image: z.string().optional(), name: z.string().optional(), port: z.string().optional() },
  ...{ path: z.string().optional(), tier: z.string().optional(), host: z.string().optional() },
  force: z.boolean().default(false),
});

export function parseInitOptions(options: unknown): Pick<InitOptions, "flags" | "force" | "host"> {
  const { force, host, ...flags } = flagsSchema.parse(options);
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return { flags: Object.fromEntries(given), force, ...(host === undefined ? {} : { host }) };
}

export const initResult = defineResult("init", {
  stack: z.string(),
  file: z.string().describe("Path of the file that was written."),
  replaced: z.boolean(),
  service: z.string(),
  image: z.string(),
  port: z.int().describe("TCP port the app listens on in its container."),
  path: z.string().describe("Path that answers 200 when the app is well."),
  tier: z.enum(TIERS),
  preset: presetSchema.nullable().describe("What the image was recognised as; null where it was not."),
  user: z.string().describe("`UID:GID` the app runs as."),
  listen: z.strictObject({ http: z.string(), preview: z.string() }).describe("Addresses on the host, `IP:port`."),
  volumes: z.array(z.string()).describe("Paths of the image's volumes, which the file gives a tmpfs or names."),
  notices: z.array(z.string()).describe("What to know before the first `up`, a sentence each."),
});

/** Writes the file of a new stack around an image of one's own: asks for what neither a flag nor the image says. */
export async function init(options: InitOptions): Promise<void> {
  const { stack, json } = options;
  const projectDir = findProjectDir(options.cwd);
  assertName("--stack", stack, "Choose another name.");
  const file = join(projectDir, `Pulumi.${stack}.yaml`);
  const replaced = existsSync(file);
  if (replaced) assertMayReplace(file, options);
  const host = parseAll(hostSchema, options.host ?? LOCAL_HOST, { path: "--host" });
  const docker = connectDocker(host);
  const note = (line: string) => process.stderr.write(`${line}\n`);

  const { answers, facts } = await gatherAnswers({
    stack,
    flags: options.flags,
    canAsk: isInteractive() && !json,
    look: (image) => lookIntoImage(docker, image, note),
  });
  const listen = chooseListen(await takenPorts(docker, host, projectDir));
  const { startSeconds, volumes, preset } = facts;
  const user = facts.numericUser ?? DEFAULT_USER;
  const spec: StackFileSpec = { ...answers, host, listen, user, volumes, startSeconds, preset };
  const text = renderStackFile(spec);
  assertSound(text, file, stack);
  const notices = noticesOf(spec, facts, projectDir);
  await writeFileAtomically(file, text, { backup: false, mode: 0o644 });

  if (json) {
    const { image, name: service, port, path, tier } = answers;
    const app = { service, image, port, path, tier, preset: preset ?? null, user };
    initResult.print({ stack, file, replaced, ...app, listen, volumes, notices });
    return;
  }
  process.stdout.write(`${replaced ? "replaced" : "wrote"} ${file}\n`);
  for (const notice of notices) note(`note: ${notice}`);
  note(`Next: \`tidegate up -s ${stack}\` shows what will happen and asks. Then http://${listen.http} is yours.`);
}

function assertMayReplace(file: string, { force, stack }: InitOptions): void {
  if (!force) {
    throw new InputError(
      `--stack: ${file} is there already, got ${JSON.stringify(stack)}. Choose another name, or replace it with \`--force\`.`,
    );
  }
  if (isSealed(file)) {
    throw new InputError(
      `--force: ${file} holds a passphrase's salt or sealed values, which nothing brings back. ` +
        "Edit the file, or choose another name.",
    );
  }
}

/** What is written must be what `up` takes: anything else is told before there is a file. */
function assertSound(text: string, file: string, stack: string): void {
  const { config } = parseYaml(text, file) as { config: Record<string, unknown> }; // as it was rendered
  const entries = Object.entries(config).map(([key, value]) => [key.replace(/^tidegate:/, ""), value]);
  try {
    parseStackConfig(Object.fromEntries(entries) as Record<string, unknown>, stack);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    throw new InputError(`What the image says does not make a sound stack file:\n${error.message}`, { cause: error });
  }
}
