import { expect, test } from "vitest";
import { namesOf, repositoryOf } from "../../../../delivery/retention/image-names.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

test.each([
  ["shop:1", "shop"],
  ["docker.io/library/nginx:1.27", "nginx"],
  ["index.docker.io/team/shop:1", "team/shop"],
  ["registry.example.com/team/shop:1", "registry.example.com/team/shop"],
  [`127.0.0.1:5000/shop:1@${DIGEST}`, "127.0.0.1:5000/shop"],
  ["<none>:<none>", undefined],
])("the repository of %s is %s", (reference, repository) => {
  expect(repositoryOf(reference)).toBe(repository);
});

test.each([
  ["docker.io/library/nginx:1.27", ["nginx:1.27"]],
  ["shop", ["shop:latest"]],
  [`shop@${DIGEST}`, [`shop@${DIGEST}`]],
  [`r.example/shop:1@${DIGEST}`, ["r.example/shop:1", `r.example/shop@${DIGEST}`]],
  ["No Reference", []],
])("an engine knows %s as %j", (reference, names) => {
  expect(namesOf(reference)).toEqual(names);
});
