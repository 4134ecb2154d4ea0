import { z } from "zod";

/** An image as Docker names it: `[registry/]repository[:tag][@digest]`. */
export interface ImageReference {
  /** `127.0.0.1:5000`, `registry.example.com`; undefined means the engine's default registry. */
  registry?: string;
  repository: string;
  tag?: string;
  /** `sha256:` and 64 hex digits. */
  digest?: string;
}

// After the grammar of the OCI distribution specification (reference = name [":" tag] ["@" digest]).
const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REGISTRY = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\\d{1,5})?|\\[[0-9a-fA-F:]+\\](?::\\d{1,5})?)";
const REFERENCE = new RegExp(
  `^(?:(${REGISTRY})/)?(${COMPONENT}(?:/${COMPONENT})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);

/** Reads an image reference; undefined when it is none. */
export function parseImageReference(text: string): ImageReference | undefined {
  const match = REFERENCE.exec(text);
  if (match?.[2] === undefined) return undefined;
  const [, first, rest, tag, digest] = match;
  const isRegistry = first !== undefined && (/[.:]/.test(first) || first === "localhost" || first.startsWith("["));
  return {
    ...(isRegistry ? { registry: first } : {}),
    repository: first !== undefined && !isRegistry ? `${first}/${rest}` : rest,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** What is wrong with a text that is no image reference, and what to do: `wrong|remedy`. */
export function imageReferenceProblem(text: string): string {
  if (parseImageReference(text.toLowerCase()) !== undefined) {
    return "must have no capitals but in its tag|The names of repositories are lower-case, whatever the project is called.";
  }
  return 'must be an image reference|Write it like "registry/name:1.4.2@sha256:…".';
}

/** An image reference that names one certain build: a digest, or at least a tag that is not `latest`. */
export const imageReferenceSchema = z.string().superRefine((text, context) => {
  const image = parseImageReference(text);
  if (image === undefined) {
    context.addIssue({ code: "custom", message: imageReferenceProblem(text) });
  } else if (image.digest === undefined && (image.tag === undefined || image.tag === "latest")) {
    context.addIssue({
      code: "custom",
      message:
        "must name one certain build|Add the digest (`@sha256:…`), or at least a versioned tag; `latest` is refused.",
    });
  }
});
