import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isNotFound } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { readEngineOutput } from "../../docker/images/engine-output.ts";
import type { CheckResult, SetupContext, Step } from "../step.ts";
import { debianMirror } from "../system/debian-mirror.ts";
import { proxyVariables } from "../../docker/images/proxies.ts";
import { runCommand } from "../system/run-command.ts";
import { tarFolder } from "../system/tar-folder.ts";
import { ensureSystemPackages } from "../system/system-packages.ts";

/** Debian release of all our images: the first one with HAProxy 3.2 LTS. */
const SUITE = "forky";
const IMAGE = `debian:${SUITE}-slim`;
/** How long a registry may say nothing before the pull is given up. */
const PULL_SILENCE_MS = 10_000;
/** A mirror or a name server that drops one request in hundreds would otherwise spoil the whole. */
const ATTEMPTS = 3;
const CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
const REMEDY = `Get ${IMAGE} into the engine some other way (\`docker pull\`, \`docker load\`) and run this again.`;

/** What the small variant of Debian's images leaves out, so that packages of the images above leave it out as well. */
const SLIM = `path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/lintian/*
`;

/** The image all others build on: pulled, or made from Debian packages where no registry answers. */
export const baseImage: Step = { name: `image ${IMAGE}`, check, ensure };

async function check({ docker }: SetupContext): Promise<CheckResult> {
  try {
    const { Id } = await docker.getImage(IMAGE).inspect();
    return { ok: true, detail: Id.slice(0, 19) };
  } catch (error) {
    if (isNotFound(error)) return { ok: false, detail: "not in the engine" };
    throw error;
  }
}

async function ensure(context: SetupContext): Promise<void> {
  try {
    await pull(context);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0]?.trim() : String(error);
    context.note(`no registry gave it (${reason}); making it with debootstrap`);
    await make(context);
  }
}

async function pull({ docker, note }: SetupContext): Promise<void> {
  note(`docker pull ${IMAGE}`);
  const silence = new AbortController();
  const abort = () => silence.abort(new Error(`no answer for ${PULL_SILENCE_MS / 1000} s`));
  let timer = setTimeout(abort, PULL_SILENCE_MS);
  const onLine = () => {
    clearTimeout(timer);
    timer = setTimeout(abort, PULL_SILENCE_MS);
  };
  try {
    const stream = await docker.pull(IMAGE, { abortSignal: silence.signal });
    await readEngineOutput(stream, { what: `pulling ${IMAGE}`, remedy: REMEDY, onLine });
  } catch (error) {
    throw silence.signal.aborted ? silence.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

async function make(context: SetupContext): Promise<void> {
  const programs = [
    { name: "debootstrap", program: "debootstrap" },
    { name: "debian-archive-keyring", program: "../share/keyrings/debian-archive-keyring.gpg" },
  ];
  await ensureSystemPackages(context, programs, REMEDY);
  if (process.getuid?.() !== 0) throw new InputError(`debootstrap needs root. ${REMEDY}`);
  const mirror = debianMirror();
  const folder = mkdtempSync(join(tmpdir(), "tidegate-base-"));
  try {
    await bootstrap(context, folder, mirror);
    slimDown(folder, mirror);
    await importFolder(context, folder);
  } finally {
    // A debootstrap that was killed leaves /proc and /sys mounted below its folder: never walk into those.
    await runCommand("rm", ["-rf", "--one-file-system", folder], { remedy: `Remove ${folder} by hand.` });
  }
}

async function bootstrap({ note }: SetupContext, folder: string, mirror: string | undefined): Promise<void> {
  const https = mirror?.startsWith("https:") === true;
  const args = ["--variant=minbase", ...(https ? ["--include=ca-certificates"] : []), SUITE, folder];
  const script = "/usr/share/debootstrap/scripts/sid"; // an older debootstrap does not know the suite by name
  const options = {
    remedy: `If the mirror is at fault, name another one in TIDEGATE_DEBIAN_MIRROR. ${REMEDY}`,
    env: await proxyVariables(),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runCommand("debootstrap", mirror === undefined ? args : [...args, mirror, script], options);
      break;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      note("a download failed; debootstrap goes on with what it has");
    }
  }
  if (https && existsSync(CA_BUNDLE)) copyFileSync(CA_BUNDLE, join(folder, CA_BUNDLE));
}

function slimDown(folder: string, mirror: string | undefined): void {
  if (mirror !== undefined) writeFileSync(join(folder, "etc/apt/sources.list"), `deb ${mirror} ${SUITE} main\n`);
  writeFileSync(join(folder, "etc/dpkg/dpkg.cfg.d/slim"), SLIM);
  for (const path of [
    "usr/share/man",
    "usr/share/info",
    "usr/share/locale",
    "usr/share/lintian",
    "var/lib/apt/lists",
    "var/cache/apt",
  ]) {
    rmSync(join(folder, path), { recursive: true, force: true });
  }
}

async function importFolder({ docker }: SetupContext, folder: string): Promise<void> {
  const stream = await docker.importImage(tarFolder(folder), {
    repo: "debian",
    tag: `${SUITE}-slim`,
    changes: "CMD bash",
  });
  await readEngineOutput(stream, { what: `importing ${IMAGE}`, remedy: REMEDY });
}
