/** First part of every ARN in a region: AWS keeps China and the government of the US apart. Source: "Amazon Resource Names". */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
