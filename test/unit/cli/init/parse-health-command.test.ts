import { expect, it } from "vitest";
import { parseHealthCommand } from "../../../../cli/init/parse-health-command.ts";

it.each([
  [["CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"], { port: 8080, path: "/health" }],
  [["CMD", "wget", "-qO-", "http://127.0.0.1/ready?deep=1"], { path: "/ready?deep=1" }],
  [["CMD-SHELL", 'curl -fsS "http://localhost:3000"'], { port: 3000, path: "/" }],
  [["CMD-SHELL", "curl http://[::1]:80/up;"], { port: 80, path: "/up" }],
  [["CMD-SHELL", "curl http://localhost:8080/$BASE/health"], { port: 8080 }],
  [["CMD", "pg_isready"], {}],
  [["CMD-SHELL", "curl http://database:5432/"], {}],
  [["NONE"], {}],
  [[], {}],
])("reads %j as %j", (test, read) => {
  expect(parseHealthCommand(test)).toEqual(read);
});
