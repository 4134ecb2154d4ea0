import { fits } from "../../docker/images/image-facts.ts";
import type { ImageGateSettings } from "../../model/gates/image.ts";
import { userOf } from "../../model/release.ts";
import { sizeBytes } from "../../model/size.ts";
import { allOf } from "./all-of.ts";
import { isUnseen, unseenFinding } from "./attempt.ts";
import { defineGate, type Finding } from "./gate.ts";
import { foundText, judgeScan } from "./image-scan.ts";
import { judgeAttestation } from "./image-attestation.ts";
import { judgeSignature } from "./image-signature.ts";
import { probeImage, type SeenImage } from "./probe-image.ts";
import type { GateRequest } from "./request.ts";

const MIB = 1024 ** 2;

/** What is to serve is there, can run where it is to, and comes from who may make it. */
export const imageGate = defineGate<"image", SeenImage>({
  id: "image",
  title: "Image",
  description:
    "The image exists, on the host or in its registry, on AWS in its registry alone; it is built for the platform that it is to run on " +
    "and for the user that the release runs as; " +
    "where that is declared, it is small enough, signed by a key of cosign over this very digest, attested by one (where it was built, say), " +
    "and a scanner has looked at it lately and found nothing too bad. The registry is asked by this machine, signed in to as `docker login` " +
    "has kept it.",
  rationale:
    "An image that cannot be pulled, or that starts on no such machine, is found out after the old pool has gone. One that somebody " +
    "else has pushed under a known name is not found out at all.",
  remediation:
    "Push the image, or build it for its platform (`docker build --platform`). Sign it by its digest: `cosign sign --key cosign.key " +
    "NAME@sha256:…`, or `cosign attest`. Have it scanned again, and mend what was found.",
  example: `image:
  user: declared # the image's USER is the release's user; any, where that does not matter
  maxSize: 1GiB # no limit when left out
  signature:
    key: cosign.pub # beside Pulumi.yaml; of cosign 1 to 3
  attestation:
    key: cosign.pub
    type: https://slsa.dev/provenance/v1 # cosign's slsaprovenance1
  scan:
    report: reports/trivy.json # of Trivy, Grype, or CycloneDX with vulnerabilities
    maxSeverity: high # none critical
    maxAge: 24h`,
  deadline: "45s",
  words: ({ user, maxSize, signature, attestation, scan }, { release }) => ({
    asked: `whether ${release.image} may serve`,
    wanted: [
      "an image that exists, for the platform that it is to run on",
      ...(user === "declared" ? [`for user ${userOf(release)}`] : []),
      ...(maxSize === undefined ? [] : [`of at most ${maxSize}`]),
      ...(signature === undefined ? [] : [`signed by ${signature.key}`]),
      ...(attestation === undefined ? [] : [`attested by ${attestation.key} (${attestation.type})`]),
      ...(scan === undefined
        ? []
        : [`with nothing ${foundText(scan.maxSeverity)} in ${scan.report}, of the last ${scan.maxAge}`]),
    ].join(", "),
  }),
  needsPlace: true,
  probe: probeImage,
  judge: judgeImage,
});

export function judgeImage(
  settings: ImageGateSettings,
  seen: SeenImage,
  { release }: Pick<GateRequest, "release">,
): Finding {
  const { facts, platform, now } = seen;
  if (isUnseen(facts)) return unseenFinding("whether the image exists", facts);
  if (facts === null) {
    return {
      verdict: "fail",
      seen: `there is no ${release.image}, neither where it is to run nor in its registry`,
      remedy: "Push it, or correct its name.",
    };
  }
  const { signature, attestation, scan } = settings;
  const digest = release.image.includes("@") ? facts.digest : null;
  return allOf([
    { verdict: "pass", seen: facts.where === "host" ? "on the host" : "in the registry" },
    platformFinding(facts.platforms, platform),
    ...(settings.user === "declared" ? [userFinding(facts.user, userOf(release))] : []),
    sizeFinding(facts, settings.maxSize),
    ...(signature === undefined ? [] : [judgeSignature(signature, seen.signatures, digest)]),
    ...(attestation === undefined ? [] : [judgeAttestation(attestation, seen.attestations, digest)]),
    ...(scan === undefined ? [] : [judgeScan(scan, seen.scan, { digest, now })]),
  ]);
}

function platformFinding(platforms: readonly string[], wanted: string): Finding {
  const text = platforms.join(", ");
  if (platforms.some((platform) => fits(platform, wanted))) return { verdict: "pass", seen: text };
  return {
    verdict: "fail",
    seen: `it is for ${text}, and is to run on ${wanted}`,
    remedy: `Build it for that: \`docker build --platform ${wanted}\`.`,
  };
}

/** Compares numbers; a group counts where both sides name one. */
function userFinding(user: string, declared: string): Finding {
  const [is, wanted] = [user, declared].map((text) => text.split(":"));
  const isSameGroup = is?.[1] === undefined || wanted?.[1] === undefined || is[1] === wanted[1];
  if (is?.[0] === wanted?.[0] && isSameGroup) return { verdict: "pass", seen: `USER ${user}` };
  const what = user === "" ? "it is made for root (it names no USER)" : `it is made for USER ${user}`;
  return {
    verdict: "fail",
    seen: `${what}, and the release runs as ${declared}`,
    remedy: `Write \`USER ${declared}\` into its Dockerfile, change the release's \`user\`, or say \`user: any\` at this gate.`,
  };
}

function sizeFinding(
  { bytes, where }: { bytes: number; where: "host" | "registry" },
  maxSize: string | undefined,
): Finding {
  const seen = `${Math.ceil(bytes / MIB)} MiB${where === "registry" ? " packed" : ""}`;
  if (maxSize === undefined || bytes <= sizeBytes(maxSize)) return { verdict: "pass", seen };
  return {
    verdict: "fail",
    seen: `it has ${seen}, where ${maxSize} is the most`,
    remedy: "Make it smaller, or raise `maxSize`.",
  };
}
