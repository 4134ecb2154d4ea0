import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const pushedImageSchema = z.object({
  /** Registry, repository and tag: `127.0.0.1:5000/tidegate/demo:1.0.0`. */
  reference: z.string(),
  /** `sha256:…`, as the registry knows it. */
  digest: z.string(),
});

const imagesSchema = z.record(z.string(), pushedImageSchema);

export type PushedImage = z.infer<typeof pushedImageSchema>;
/** Images that set-up has pushed, by key: `edge`, `v1` to `v4`. */
export type Images = z.infer<typeof imagesSchema>;

export function imagesFile(root: string): string {
  return join(root, ".tidegate", "images.json");
}

/** What the last set-up pushed; empty when there was none or its file cannot be read. */
export function loadImages(root: string): Images {
  try {
    return imagesSchema.parse(JSON.parse(readFileSync(imagesFile(root), "utf8")));
  } catch {
    return {}; // then every image counts as missing, and set-up writes the file anew
  }
}

export function writeImage(root: string, key: string, image: PushedImage): void {
  const file = imagesFile(root);
  mkdirSync(dirname(file), { recursive: true });
  const images = { ...loadImages(root), [key]: image };
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(images, undefined, 2)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}
