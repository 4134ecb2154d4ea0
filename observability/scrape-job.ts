/** Name of the job that scrapes the agents, in Prometheus' config and in the rules that ask whether one answers. */
export const SCRAPE_JOB = "tidegate";
