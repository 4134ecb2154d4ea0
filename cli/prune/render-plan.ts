import type { ImageFate } from "../../delivery/retention/image-fates.ts";
import type { HostPlan } from "../../delivery/retention/plan-host.ts";
import type { Removal } from "../../delivery/retention/remove-fated.ts";
import type { HostEngine } from "../../docker/connect.ts";
import { isDigest } from "../../delivery/retention/image-names.ts";
import type { Paint } from "../display/paint.ts";

/** What goes and what stays, and why, one line each, what goes first; and what that frees. */
export function renderPlan(hosts: readonly HostEngine[], plans: readonly HostPlan[], paint: Paint): string {
  const blocks = plans.map((plan, index) => {
    const head = hosts.length === 1 ? [] : [paint("bold", hosts[index]?.name ?? "")];
    return [...head, ...hostLines(plan, paint)].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** `2 images and 1 container removed, up to 430 MB freed.` */
export function summaryOf(removals: readonly Removal[]): string {
  const gone = removals.filter(({ kept }) => kept === null);
  const bytes = gone.reduce((sum, removal) => sum + removal.bytes, 0);
  const stayed = removals.length - gone.length;
  const more = stayed === 0 ? "" : ` ${stayed} came into use meanwhile and ${stayed === 1 ? "stays" : "stay"}.`;
  return `${counts(gone.map(({ kind }) => kind))} removed, up to ${megabytes(bytes)} freed.${more}`;
}

function hostLines({ containers, images, unread }: HostPlan, paint: Paint): string[] {
  const things = [
    ...containers.map(({ name, state, goes, why }) => ({ kind: "container", name, size: state, goes, why })),
    ...images.map((image) => ({ kind: "image", name: nameOf(image), size: megabytes(image.bytes), ...image })),
  ].toSorted((a, b) => Number(b.goes) - Number(a.goes));
  const width = Math.max(0, ...things.map(({ name }) => name.length));
  const lines = things.map(({ goes, name, size, why }) => {
    const word = goes ? paint("red", "goes ") : paint("dim", "stays");
    return `${word}  ${name.padEnd(width)}  ${size.padStart(8)}  ${why}`;
  });
  const going = things.filter(({ goes }) => goes);
  const bytes = images.reduce((sum, image) => sum + (image.goes ? image.bytes : 0), 0);
  const sum =
    going.length === 0
      ? "Nothing goes."
      : `${counts(going.map(({ kind }) => kind))} to remove, up to ${megabytes(bytes)} (layers that other images share stay).`;
  const warnings = unread.map((what) => `${paint("yellow", "!")} ${what}: no image goes until it can be.`);
  return [...lines, ...(lines.length === 0 ? [] : [""]), ...warnings, sum];
}

/** The tag, or as much of the digest as people compare. */
function nameOf({ id, names }: ImageFate): string {
  const [name = id] = names;
  return isDigest(name) ? name.replace(/(@sha256:.{12}).*/, "$1") : name;
}

function counts(kinds: readonly string[]): string {
  const of = (kind: string) => {
    const count = kinds.filter((each) => each === kind).length;
    return count === 0 ? [] : [`${count} ${kind}${count === 1 ? "" : "s"}`];
  };
  return [...of("container"), ...of("image")].join(" and ") || "Nothing";
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
