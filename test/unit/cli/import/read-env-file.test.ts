import { describe, expect, it } from "vitest";
import { parseEnvText } from "../../../../cli/import/read-env-file.ts";
import { ProblemsError } from "../../../../model/errors.ts";

describe("parseEnvText", () => {
  it("reads what teams write", () => {
    const text = [
      "# settings, don't edit",
      "PORT=3000",
      "export LOG_LEVEL = info",
      'GREETING="hello there" # shown on the page',
      "EMPTY=",
      'PEM="-----BEGIN\nabc\n-----END"',
      "URL=https://example.com/?a=b#c",
      "",
    ].join("\n");
    expect(parseEnvText(text, ".env")).toEqual({
      PORT: "3000",
      LOG_LEVEL: "info",
      GREETING: "hello there",
      EMPTY: "",
      PEM: "-----BEGIN\nabc\n-----END",
      URL: "https://example.com/?a=b",
    });
  });

  it("names every line it would have to skip, and never its value", () => {
    const read = () => parseEnvText('A=1\nhunter2\nB="x\ny"\nbad name=hunter3\n', ".env");
    expect(read).toThrow(ProblemsError);
    expect(read).toThrow(".env:2: is not NAME=value");
    expect(read).toThrow(".env:5: is not NAME=value");
    expect(read).not.toThrow(/hunter/);
  });

  it("takes a byte order mark for none of the first name", () => {
    expect(parseEnvText("\uFEFFA=1\r\nB=2\r\n", ".env")).toEqual({ A: "1", B: "2" });
  });

  it("refuses quotes that are never closed and names that stand there twice, and tells no value", () => {
    const read = () => parseEnvText('A=\'hunter2\nB="x"\nexport A=hunter3\nC=`hunter4\n', ".env");
    expect(read).toThrow(".env:1: begins with a quote that is never closed");
    expect(read).toThrow(".env:4: begins with a quote that is never closed");
    expect(read).toThrow(".env:3: A stands on the lines 1 and 3. Keep one of them.");
    expect(read).not.toThrow(/hunter/);
    expect(parseEnvText("A=''\nB=it's\nC=\"\"\n", ".env")).toEqual({ A: "", B: "it's", C: "" });
  });

  it("refuses a file without any variable", () => {
    expect(() => parseEnvText("# nothing\n", ".env")).toThrow("Nothing was imported");
  });
});
