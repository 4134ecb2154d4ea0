import { expect, test } from "vitest";
import { importClosure } from "../../../docker/images/import-closure.ts";
import { AGENT_PROGRAM, AGENT_PROGRAMS } from "../../../model/agent-image.ts";
import { REPOSITORY } from "../../support/repository.ts";

const { files } = importClosure(REPOSITORY, [AGENT_PROGRAM]);
const image = importClosure(REPOSITORY, AGENT_PROGRAMS);

test("the agent's image needs no package but these", () => {
  expect(image.packages).toEqual(["nodemailer", "zod"]);
});

test("its image has nothing in it that talks to an engine or to AWS", () => {
  const reaching = image.files.filter((file) => /^(?:docker|engine)\/|platforms\/aws\/(?:clients|control)/.test(file));
  expect(reaching).toEqual([]);
});

test("the agent has nothing in it that talks to an engine", () => {
  const folders = new Set(files.map((file) => file.split("/")[0]));
  expect([...folders].toSorted()).toEqual(["agent", "edge", "model", "plan"]);
  expect(files.filter((file) => file.startsWith("edge/control/"))).toEqual([]);
});
