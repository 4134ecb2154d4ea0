import { parseImageReference } from "../../model/image-reference.ts";

/** A service's name after the image's repository: `registry.example.com/team/My_Shop` gives `my-shop`. */
export function serviceNameOf(image: string): string {
  const repository = parseImageReference(image)?.repository ?? "";
  const name = (repository.split("/").at(-1) ?? "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return (
    name
      .replace(/^[^a-z]+/, "")
      .slice(0, 24)
      .replace(/-+$/, "") || "app"
  );
}

/** A release's name after the image's tag, else the first twelve digits of its digest. */
export function versionOf(reference: string): string {
  const { tag, digest } = parseImageReference(reference) ?? {};
  const version = tag === undefined || tag === "latest" ? digest?.slice("sha256:".length, "sha256:".length + 12) : tag;
  return (version ?? "1").slice(0, 64);
}
