import { expect, it } from "vitest";
import { readUser } from "../../../../cli/init/read-user.ts";

const files = {
  passwd: "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1001::/home/node:/bin/sh\n",
  group: "root:x:0:\nnode:x:1001:\nweb:x:33:node\n",
};

it.each([
  ["node", "1000:1001"],
  ["node:web", "1000:33"],
  ["node:2000", "1000:2000"],
  ["1000", "1000:1001"],
  ["4242", "4242"],
  ["4242:4343", "4242:4343"],
  ["", undefined],
  ["root", undefined],
  ["0:1000", undefined],
  ["nobody-here", undefined],
])("reads the image's user %j as %j", (user, numeric) => {
  expect(readUser(user, files)).toBe(numeric);
});
