/** Where a drill can be run from again and again. */
export const SCHEDULERS = ["github", "gitlab", "cron"] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** A ready example that practises every week, and keeps the reports. `stack` stands in it as it is. */
export function renderSchedule(scheduler: Scheduler, stack: string): string {
  switch (scheduler) {
    case "github":
      return github(stack);
    case "gitlab":
      return gitlab(stack);
    case "cron":
      return cron(stack);
  }
}

function github(stack: string): string {
  return `# .github/workflows/drill.yml
name: drill
on:
  schedule:
    - cron: "0 6 * * 1" # Mondays, 06:00 UTC
  workflow_dispatch:
permissions:
  contents: read
concurrency: deploy-${stack}
jobs:
  drill:
    runs-on: [self-hosted, ${stack}] # on the stack's host: load is only sent to loopback
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npx tidegate drill -s ${stack} --yes --report drill
      - run: cat drill/drill.md >> "$GITHUB_STEP_SUMMARY"
        if: always()
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: drill
          path: drill
`;
}

function gitlab(stack: string): string {
  return `# .gitlab-ci.yml; make a schedule under Build > Pipeline schedules
drill:
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  tags: [${stack}] # a runner on the stack's host: load is only sent to loopback
  resource_group: deploy-${stack}
  timeout: 30m
  script:
    - npm ci
    - npx tidegate drill -s ${stack} --yes --report drill
  artifacts:
    when: always
    paths: [drill]
`;
}

function cron(stack: string): string {
  return `# crontab -e on the stack's host: Mondays, 06:00; cron sends what it says by mail
0 6 * * 1 cd /srv/releases && npx tidegate drill -s ${stack} --yes --report "drills/$(date +\\%F)"
`;
}
