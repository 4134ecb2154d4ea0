import { EMPTY, markup, type Markup } from "../markup.ts";
import type { PolicyReport, ReportedSource } from "../report.ts";
import { link } from "./link.ts";

/** What ties this page to one run: who judged, by which text, over which plan. */
export function evidenceSection({ versions, hashes, engine, host, source, generatedAt }: PolicyReport): Markup {
  return markup`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
<dl>
<dt>Judged at</dt><dd><time datetime="${generatedAt}">${generatedAt}</time></dd>
<dt>Asked for by</dt><dd>${source.actor ?? "not known"}</dd>
<dt>Commit</dt><dd>${commitText(source)}</dd>
<dt>Run</dt><dd>${source.run === null ? "not by a CI server" : link(source.run)}</dd>
<dt>Host</dt><dd>${host}</dd>
<dt>Engine</dt><dd>${engine}</dd>
<dt>Tidegate</dt><dd>${versions.tidegate}</dd>
<dt>Policy pack</dt><dd>${versions.pack}</dd>
<dt>Node.js</dt><dd>${versions.node}</dd>
<dt>Plan, SHA-256</dt><dd><code>${hashes.plan}</code></dd>
<dt>Pack and settings, SHA-256</dt><dd><code>${hashes.pack}</code></dd>
</dl>
</section>
`;
}

function commitText({ commit, isClean }: ReportedSource): Markup {
  if (commit === null) return markup`not known`;
  return markup`<code>${commit}</code>${isClean === false ? ", and changes that are not committed" : EMPTY}`;
}
