import { describe, expect, it } from "vitest";
import { whenFree } from "../../../../cli/run/when-free.ts";
import { BusyError, LockedError } from "../../../../model/errors.ts";

const soon = () => performance.now() + 30_000;

describe("waiting for a stack", () => {
  it("does the work anew once the stack is free, and says why it waited", async () => {
    const said: string[] = [];
    const turns: boolean[] = [];
    const done = await whenFree({ waitUntilMs: soon(), tell: (line) => said.push(line) }, (isAgain) => {
      turns.push(isAgain);
      return turns.length < 3 ? Promise.reject(new LockedError("held by jane")) : Promise.resolve("done");
    });
    expect(done).toBe("done");
    expect(turns).toEqual([false, true, true]);
    expect(said).toEqual(["Waiting, because another run holds the stack: held by jane"]);
  });

  it("waits for nobody where nothing was said of it", async () => {
    let turns = 0;
    const attempt = () => Promise.reject(new LockedError(`held ${(turns += 1)}`));
    await expect(whenFree({ waitUntilMs: 0, tell: () => undefined }, attempt)).rejects.toThrow("held 1");
    expect(turns).toBe(1);
  });

  it("does not wait for what is busy otherwise, and lets every other error through", async () => {
    for (const error of [new BusyError("somebody switched"), new Error("a bug")]) {
      const attempt = () => Promise.reject(error);
      await expect(whenFree({ waitUntilMs: soon(), tell: () => undefined }, attempt)).rejects.toBe(error);
    }
  });

  it("ends when it is stopped", async () => {
    const controller = new AbortController();
    const tell = () => controller.abort();
    const attempt = () => Promise.reject(new LockedError("held"));
    await expect(whenFree({ waitUntilMs: soon(), tell, signal: controller.signal }, attempt)).rejects.toThrow("held");
  });
});
