import { describe, expect, it } from "vitest";
import { markup, prose } from "../../../policy/report/markup.ts";

describe("markup", () => {
  it.each([
    { text: "<b>&amp;\"'</b>", shown: "&lt;b&gt;&amp;amp;&quot;&#39;&lt;/b&gt;" },
    { text: "]]>", shown: "]]&gt;" },
    { text: "a\r\nb\rc\nd\te", shown: "a&#10;b&#10;c&#10;d&#9;e" },
    { text: "bell\u0007, escape\u001b, next line\u0085, null\u0000", shown: "bell�, escape�, next line�, null�" },
    { text: "half \ud83d of a pair, \ufffe, \uffff", shown: "half � of a pair, �, �" },
    { text: "turned \u202Etxt\u2066 around", shown: "turned �txt� around" },
    { text: "🚢 größer 漢", shown: "🚢 größer 漢" },
  ])("shows $text as these characters", ({ text, shown }) => {
    expect(markup`<p title="${text}">${text}</p>`.toString()).toBe(`<p title="${shown}">${shown}</p>`);
  });

  it("takes markup as it is, and lists without anything between", () => {
    const items = ["a", "<"].map((text) => markup`<li>${text}</li>`);
    expect(markup`<ul>${items}</ul>${3}`.toString()).toBe("<ul><li>a</li><li>&lt;</li></ul>3");
  });
});

describe("prose", () => {
  it.each([
    { text: "Set `a<b` or `c`.", shown: "Set <code>a&lt;b</code> or <code>c</code>." },
    { text: "one ` alone <", shown: "one ` alone &lt;" },
    { text: "plain", shown: "plain" },
  ])("shows code in $text", ({ text, shown }) => {
    expect(prose(text).toString()).toBe(shown);
  });
});
