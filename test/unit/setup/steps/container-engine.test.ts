import { userInfo } from "node:os";
import { expect, it, vi } from "vitest";
import { LOCAL_HOST } from "../../../../docker/connect.ts";
import { asUnreachable } from "../../../../docker/unreachable.ts";
import { InputError } from "../../../../model/errors.ts";
import { containerEngine } from "../../../../setup/steps/container-engine.ts";
import { fakeContext } from "../fake-step.ts";

/** Set-up's context with an engine to which there is no way. */
function contextWithout(code: string) {
  const { context } = fakeContext();
  const error = asUnreachable(LOCAL_HOST, Object.assign(new Error(`connect ${code}`), { syscall: "connect", code }));
  const { docker } = context;
  vi.spyOn(docker, "version").mockRejectedValue(error);
  vi.spyOn(docker, "ping").mockRejectedValue(error);
  return { ...context, host: LOCAL_HOST };
}

it("sends a user who may not use the engine to its group, and starts none", async () => {
  const context = contextWithout("EACCES");
  const { ok, detail } = await containerEngine.check(context);
  expect(ok).toBe(false);
  expect(detail).toContain(`this user may not use the engine at ${LOCAL_HOST}. It may run, but`);
  expect(detail).toContain(`\`sudo usermod -aG docker ${userInfo().username}\``);
  const refused = containerEngine.ensure(context);
  await expect(refused).rejects.toThrow(InputError);
  await expect(refused).rejects.toThrow("usermod -aG docker");
});

it("says that nothing answers where there is no socket", async () => {
  expect(await containerEngine.check(contextWithout("ENOENT"))).toEqual({
    ok: false,
    detail: `nothing answers at ${LOCAL_HOST} (ENOENT)`,
  });
});
