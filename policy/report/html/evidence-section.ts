import { markup, type Markup } from "../markup.ts";
import type { PolicyReport } from "../report.ts";

/** What ties this page to one run: who judged, by which text, over which plan. */
export function evidenceSection({ versions, hashes, engine, generatedAt }: PolicyReport): Markup {
  return markup`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
<dl>
<dt>Judged at</dt><dd><time datetime="${generatedAt}">${generatedAt}</time></dd>
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
