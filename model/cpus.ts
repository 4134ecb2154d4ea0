/**
 * CPU cores in the one spelling that the Docker provider reads back as it got it: `0.5`, `1.0`, `1.5`, `10.`. Written any
 * other way (`1`, `0.50`) they are a difference on every `up`, which replaces the container. Below 0.1 there is no such
 * spelling: the provider reads 0.05 as `0.1`.
 */
export function renderCpus(cores: number): string {
  const text = cores.toFixed(9);
  const zeros = text.replaceAll(/[^0]/g, "").length;
  // the provider takes nine zeros for a whole number
  return zeros === 9 ? oneDecimal(cores) : text.replace(/0+$/, "");
}

/** Rounded half up, as the provider does. */
function oneDecimal(cores: number): string {
  const tenths = Math.floor(Math.round(cores * 1e9) / 1e8 + 0.5);
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
