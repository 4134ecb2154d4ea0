import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseImageReference } from "../../model/image-reference.ts";
import { baseImages } from "../dockerfile.ts";
import { isImage } from "../image-pattern.ts";
import { UNKNOWN } from "../unknown.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { labelOf } from "../labels.ts";
import { projectFolder } from "../project-folder.ts";
import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER } from "../resource-types.ts";
import type { JudgedResource, Judgement, Rule } from "../rule.ts";
import { SETTINGS_FILE } from "../settings.ts";

/** The annotation of the OCI image specification that names what an image was built on. */
const BASE_LABEL = "org.opencontainers.image.base.name";

/** Images are built on what the project trusts, in every stage: a build copies from one stage into the next. */
export const baseImageAllowlist: Rule = {
  id: "base-image-allowlist",
  title: "Base image allowlist",
  group: "images",
  description: `Built images start from, and take files from, the images that ${SETTINGS_FILE} lists, in every stage.`,
  rationale:
    "Most of what an image holds, and most of what is wrong with it, comes from its base. One that nobody chose is one " +
    "that nobody updates.",
  severity: "medium",
  framework: {
    name: "CIS Docker Benchmark",
    version: "1.6.0",
    reference: "4.2",
    specification: "Ensure that containers use only trusted base images.",
  },
  remediation: `Start from a listed image, or add the image to \`baseImages\` in ${SETTINGS_FILE}.`,
  example: { refused: "FROM somebody/node:24 # baseImages: [debian:*]", accepted: "FROM debian:trixie-slim" },
  judges: [BUILT_IMAGE, BUILDKIT_IMAGE, CONTAINER],
  judge: (resource, { settings }) => {
    const { baseImages: allowed } = settings;
    if (allowed === undefined) return { notApplicable: `${SETTINGS_FILE} lists no \`baseImages\`` };
    return resource.type === CONTAINER ? judgeLabel(resource, allowed) : judgeBuild(buildOf(resource), allowed);
  },
};

function judgeLabel(resource: JudgedResource, allowed: readonly string[]): Judgement {
  const base = labelOf(resource, BASE_LABEL);
  if (base.value === undefined) return { notApplicable: `It has no label ${BASE_LABEL}` };
  if (base.isUnknown || isAllowed(base.text ?? "", allowed)) return [];
  return [`${base.path}: ${refusal(base.got, allowed)}`];
}

/** The inputs of a build that say what it starts from. */
interface Build {
  context: JudgedInput;
  /** Path of the Dockerfile. */
  file: JudgedInput;
  /** The Dockerfile itself, instead of its path. */
  inline?: JudgedInput;
  args: JudgedInput;
}

function buildOf(resource: JudgedResource): Build {
  if (resource.type === BUILT_IMAGE) {
    const build = inputOf(resource, "build");
    return { context: build.at("context"), file: build.at("dockerfile"), args: build.at("args") };
  }
  const dockerfile = inputOf(resource, "dockerfile");
  const context = inputOf(resource, "context").at("location");
  const args = inputOf(resource, "buildArgs");
  return { context, file: dockerfile.at("location"), inline: dockerfile.at("inline"), args };
}

function judgeBuild({ context, file, inline, args }: Build, allowed: readonly string[]): Judgement {
  if (inline?.value !== undefined) {
    return inline.text === undefined ? [] : judgeDockerfile({ path: inline.path, text: inline.text }, args, allowed);
  }
  if (file.isUnknown || (file.value === undefined && context.isUnknown)) return [];
  // The provider takes a Dockerfile's path from the project's folder, and looks for one in the context without it.
  const name = file.text ?? join(context.text ?? ".", "Dockerfile");
  const text = read(resolve(projectFolder() ?? ".", name));
  if (text !== undefined) return judgeDockerfile({ path: file.path, text }, args, allowed);
  const got = file.value === undefined ? JSON.stringify(name) : file.got;
  return [`${file.path}: cannot be read, so nobody knows what it starts from, got ${got}. Correct the path.`];
}

function judgeDockerfile(
  { path, text }: { path: string; text: string },
  args: JudgedInput,
  allowed: readonly string[],
): Judgement {
  return baseImages(text, (argument) => args.at(argument).value).flatMap(({ written, name }) => {
    if (name === UNKNOWN || (name !== undefined && isAllowed(name, allowed))) return [];
    // As it is written: the value of an argument may be a secret.
    const got = JSON.stringify(written);
    if (name !== undefined) return [`${path}: ${refusal(got, allowed)}`];
    return [
      `${path}: must start from an image that is known, got ${got}. Give the argument a default, or set it in \`${args.path}\`.`,
    ];
  });
}

function refusal(got: string, allowed: readonly string[]): string {
  return `must start from a listed image (${allowed.join(", ")}), got ${got}. List it in ${SETTINGS_FILE}, or use another.`;
}

function isAllowed(text: string, allowed: readonly string[]): boolean {
  const image = parseImageReference(text);
  return image !== undefined && allowed.some((pattern) => isImage(image, pattern));
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // whatever the reason: what cannot be read cannot be judged
  }
}
